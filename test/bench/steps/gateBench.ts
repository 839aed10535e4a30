import { type Bench, figure } from '../figure';
import { median, syncMs } from '../measure';
import { type InProcess, inProcess, newWorkspace } from './inProcess';
import { startPlan } from './linearPlan';

const runCount = 12;
const waitingCount = 40;
const costsOf = (ours: number, theirs: number) => ({ unit: 'ms', ours, theirs }) as const;

/** From a step that could start to its decision, recorded durably: the gate as a person's request meets it. */
export const gateBench: Bench = {
  name: 'gate',
  title: 'The gate (step ready → decision recorded durably)',
  async run({ folder }) {
    const server = await inProcess(newWorkspace(folder));
    try {
      const alone: number[] = [];
      const syncs: number[] = [];
      for (let run = 0; run < runCount; run += 1) {
        alone.push(median(await gateMs(server, 1)));
        syncs.push(syncMs(folder, 20));
      }
      const among = (await gateMs(server, waitingCount)).slice(-10);
      const sync = median(syncs);
      return [
        figure('a command that must be asked for', 'one fdatasync', costsOf(median(alone), sync), {
          atMost: 1.5,
        }),
        figure(
          `the same while ${waitingCount - 10} others wait`,
          'one fdatasync',
          costsOf(median(among), sync),
        ),
      ];
    } finally {
      await server.close();
    }
  },
};

/** What each of several independent steps takes that all ask; answered when the durable event says so. */
async function gateMs(server: InProcess, count: number): Promise<number[]> {
  const steps = Array.from({ length: count }, (_, index) => ({
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
    const answered = server.request('step/execute', { run_id, step_id: id, wait: false });
    await Promise.all([answered, asked.then(() => costs.push(performance.now() - startMs))]);
  }
  await server.request('run/cancel', { run_id });
  return costs;
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
