import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Peers } from '../peers';
import { trivialOutput } from './linearPlan';

/** What a peer needed for one plan. */
export interface PeerSteps {
  readonly msPerStep: number;
  readonly bytesPerStep: number;
}

interface Graph {
  addNode(name: string, work: () => Promise<{ said: string }>): unknown;
  addEdge(from: string, to: string): unknown;
  compile(options: { checkpointer: unknown }): {
    invoke(input: object, options: object): Promise<{ said: string }>;
  };
}

interface LangGraph {
  readonly START: string;
  readonly END: string;
  readonly StateGraph: new (state: unknown) => Graph;
  readonly Annotation: { (): unknown; Root(shape: object): unknown };
}

interface Checkpoints {
  readonly SqliteSaver: { fromConnString(file: string): unknown };
}

/** The same linear plan as a graph with its SQLite checkpointer, each step durable before the next. */
export async function langGraphSteps(
  peers: Peers,
  folder: string,
  count: number,
): Promise<PeerSteps | string> {
  const library = peers.load<LangGraph>('@langchain/langgraph');
  const native = peers.load('better-sqlite3');
  const checkpoints = peers.load<Checkpoints>('@langchain/langgraph-checkpoint-sqlite');
  for (const part of [native, library, checkpoints]) {
    if (typeof part === 'string') {
      return part;
    }
  }
  const { SqliteSaver } = checkpoints as Checkpoints;
  const file = join(folder, `langgraph-${process.hrtime.bigint()}.db`);
  const app = chain(library as LangGraph, count).compile({ checkpointer: SqliteSaver.fromConnString(file) });
  const startMs = performance.now();
  await app.invoke(
    { said: '' },
    { configurable: { thread_id: '1' }, recursionLimit: count + 10, durability: 'sync' },
  );
  const elapsedMs = performance.now() - startMs;
  const bytes = [file, `${file}-wal`].reduce(
    (sum, path) => sum + (statSync(path, { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
  return { msPerStep: elapsedMs / count, bytesPerStep: bytes / count };
}

function chain({ StateGraph, Annotation, START, END }: LangGraph, count: number): Graph {
  const graph = new StateGraph(Annotation.Root({ said: Annotation() }));
  for (let index = 0; index < count; index += 1) {
    graph.addNode(`s${index}`, async () => ({ said: trivialOutput }));
  }
  graph.addEdge(START, 's0');
  for (let index = 1; index < count; index += 1) {
    graph.addEdge(`s${index - 1}`, `s${index}`);
  }
  graph.addEdge(`s${count - 1}`, END);
  return graph;
}
