import type { Result } from '#protocol/methods';
import type { HttpDesk } from '../httpDesk';

/** The state of the server in the form that probes know (§1.15); everything else of it stands in `details`. */
export function healthDetails(result: unknown, desk: HttpDesk): object {
  const status = result as Result<'server/status'>;
  const isUsable = status.store.read_only_reason === null;
  return {
    status: status.status,
    runner_id: desk.runnerId,
    runner_state: status.active_runs > 0 ? 'running' : 'idle',
    current_task: null,
    uptime_seconds: status.uptime_seconds,
    last_check: new Date().toISOString(),
    external_services: { store: isUsable ? 'ok' : 'read_only' },
    details: status,
  };
}
