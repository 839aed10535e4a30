import type { JsonObject } from '#protocol/json';
import type { InProcess } from './inProcess';

/** About a hundred bytes that every step hands on. */
export const trivialOutput =
  'a trivial step hands on about a hundred bytes, as an agent would that only says what it did next';

/** A chain of steps without effects; each waits for the one before. */
export function linearPlan(count: number, last: JsonObject | null = null): string {
  const steps = Array.from({ length: count }, (_, index) =>
    trivialStep(index, count, String(last?.['id'] ?? `s${count - 1}`)),
  );
  return JSON.stringify({
    schema: 'plan/1',
    title: `${count} trivial steps`,
    policy: { limits: { max_steps: count + 1 } },
    steps: last === null ? steps : [...steps, { ...last, needs: [`s${count - 1}`] }],
  });
}

/** Imports and approves a plan and starts it; answers the run's id. */
export async function startPlan(
  server: InProcess,
  text: string,
  more: { readonly profile?: 'dev' | 'standard'; readonly stepping?: 'auto' | 'manual' } = {},
): Promise<string> {
  const { profile = 'dev', stepping = 'auto' } = more;
  const { id } = await server.request('session/create', { safety_profile: profile, mode: 'normal' });
  const { version } = await server.request('plan/import', { session_id: id, text, file_name: 'plan.json' });
  await server.request('plan/approve', { session_id: id, version });
  return (await server.request('run/start', { session_id: id, stepping })).run_id;
}

/** Waits until a run ends or waits for people, and refuses any other end than the one expected. */
export async function reach(server: InProcess, runId: string, status: string): Promise<void> {
  for (;;) {
    const run = await server.request('run/wait', { run_id: runId, timeout_ms: 600_000 });
    if (run.status === status) {
      return;
    }
    if (run.ended_at !== null || run.status === 'awaiting_approval') {
      throw new Error(`the run is ${run.status}, not ${status}: ${run.end_reason?.message}`);
    }
  }
}

function trivialStep(index: number, count: number, last: string): JsonObject {
  const next = index + 1 < count ? `s${index + 1}` : last;
  return {
    id: `s${index}`,
    uses: 'flow.route',
    with: { choices: [next], value: next, reason: trivialOutput },
    needs: index === 0 ? [] : [`s${index - 1}`],
  };
}
