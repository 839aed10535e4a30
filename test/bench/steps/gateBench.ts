import { type Bench, figure } from '../figure';
import { median, syncMs } from '../measure';
import { type InProcess, inProcess, newWorkspace } from './inProcess';
import { startPlan } from './linearPlan';

const stepCount = 40;

/** From a step that could start to its decision, recorded durably: the gate as a person's request meets it. */
export const gateBench: Bench = {
  name: 'gate',
  title: 'The gate (step ready → decision recorded durably)',
  async run({ folder, rounds }) {
    const server = await inProcess(newWorkspace(folder));
    const ours: number[] = [];
    const syncs: number[] = [];
    try {
      for (let round = 0; round < Math.min(rounds, 3); round += 1) {
        ours.push(await gateMs(server));
        syncs.push(syncMs(folder));
      }
    } finally {
      await server.parts.close();
    }
    const costs = { unit: 'ms', ours: median(ours), theirs: median(syncs) } as const;
    return [figure('a command that must be asked for', 'one fdatasync', costs, { atMost: 1.5 })];
  },
};

/** The median over independent steps that all ask; answered when the durable event says so. */
async function gateMs(server: InProcess): Promise<number> {
  const steps = Array.from({ length: stepCount }, (_, index) => ({
    id: `s${index}`,
    uses: 'shell.run',
    with: { argv: ['rm', `file${index}`] },
    risk: 'high',
  }));
  const text = JSON.stringify({ schema: 'plan/1', title: 'Steps that ask', steps });
  const run_id = await startPlan(server, text, { profile: 'standard', stepping: 'manual' });
  const costs: number[] = [];
  for (const { id } of steps) {
    const asked = decisionOf(server, run_id, id);
    const startMs = performance.now();
    const answered = server
      .request('step/execute', { run_id, step_id: id, wait: false })
      .catch(() => undefined);
    await asked;
    costs.push(performance.now() - startMs);
    await answered;
  }
  await server.request('run/cancel', { run_id });
  return median(costs);
}

/** Resolves when the step's decision is durable and told to every door. */
function decisionOf(server: InProcess, runId: string, stepId: string): Promise<void> {
  return new Promise((resolve) => {
    const stop = server.parts.context.bus.listen((name, told) => {
      if (name !== 'event/appended') {
        return;
      }
      const { events } = told as { events: readonly { type: string; run_id: string; step_id: string }[] };
      const isAsked = events.some(
        (event) => event.type === 'decision.asked' && event.run_id === runId && event.step_id === stepId,
      );
      if (isAsked) {
        stop();
        resolve();
      }
    });
  });
}
