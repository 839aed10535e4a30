import type { Result } from '#protocol/methods';
import type { HttpDesk } from '../httpDesk';
import { health } from './probeHealth';

/** The state of the server in the form that probes know (§1.15); everything else of it stands in `details`. */
export async function healthDetails(result: unknown, desk: HttpDesk): Promise<object> {
  const status = result as Result<'server/status'>;
  const known = await health(desk);
  return {
    status: status.status,
    runner_id: desk.runnerId,
    runner_state: status.active_runs > 0 ? 'running' : 'idle',
    current_task: null,
    uptime_seconds: status.uptime_seconds,
    last_check: known?.checked_at ?? null,
    external_services: Object.fromEntries((known?.services ?? []).map(({ name, state }) => [name, state])),
    details: status,
  };
}
