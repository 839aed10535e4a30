import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Peers } from '../peers';
import type { PeerSteps } from './langGraph';
import { trivialOutput } from './linearPlan';

interface Workflow {
  then(step: unknown): Workflow;
  commit(): void;
}

interface Workflows {
  createStep(step: object): unknown;
  createWorkflow(workflow: object): Workflow;
}

interface Core {
  readonly Mastra: new (
    parts: object,
  ) => {
    getWorkflow(name: string): {
      createRunAsync(): Promise<{ start(input: object): Promise<{ readonly status: string }> }>;
    };
  };
}

/** The same linear plan as a workflow whose steps are kept by libSQL, each before the next. */
export async function mastraSteps(peers: Peers, folder: string, count: number): Promise<PeerSteps | string> {
  const core = peers.load<Core>('@mastra/core/mastra');
  const workflows = peers.load<Workflows>('@mastra/core/workflows');
  const storage = peers.load<{ LibSQLStore: new (options: object) => unknown }>('@mastra/libsql');
  const schemas = peers.load<{ z: { object(shape: object): unknown; string(): unknown } }>('zod');
  for (const part of [core, workflows, storage, schemas]) {
    if (typeof part === 'string') {
      return part;
    }
  }
  const { z } = schemas as Exclude<typeof schemas, string>;
  const shape = z.object({ said: z.string() });
  const chain = chained(workflows as Workflows, shape, count);
  const file = join(folder, `mastra-${process.hrtime.bigint()}.db`);
  const { LibSQLStore } = storage as Exclude<typeof storage, string>;
  const { Mastra } = core as Core;
  const kept = new LibSQLStore({ url: `file:${file}` });
  const run = await new Mastra({ storage: kept, workflows: { chain }, logger: false })
    .getWorkflow('chain')
    .createRunAsync();
  const startMs = performance.now();
  const { status } = await run.start({ inputData: { said: '' } });
  const elapsedMs = performance.now() - startMs;
  if (status !== 'success') {
    return `its run ended as ${status}`;
  }
  const sizes = [file, `${file}-wal`].map((path) => statSync(path, { throwIfNoEntry: false })?.size ?? 0);
  return { msPerStep: elapsedMs / count, bytesPerStep: sizes.reduce((sum, size) => sum + size, 0) / count };
}

function chained({ createStep, createWorkflow }: Workflows, shape: unknown, count: number): Workflow {
  let chain = createWorkflow({ id: 'chain', inputSchema: shape, outputSchema: shape });
  for (let index = 0; index < count; index += 1) {
    const execute = async () => ({ said: trivialOutput });
    chain = chain.then(createStep({ id: `s${index}`, inputSchema: shape, outputSchema: shape, execute }));
  }
  chain.commit();
  return chain;
}
