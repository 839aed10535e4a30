import type { Context } from '../../runtime/context';
import { workingRuns } from '../../runtime/handlers/server';
import { applyRetention } from '../../runtime/retention/applyRetention';

/** A start is not slowed down: the first look comes when its clients have been served. */
const firstMs = 20_000;
const everyMs = 10 * 60_000;

/** Keeps the record within its limits while no run works; returns how to stop. A fault is told and the next look comes all the same. */
export function startUpkeep(context: Context, fault: (error: unknown) => void): () => void {
  let isStopped = false;
  const shouldStop = async () => isStopped || (await workingRuns(context)) > 0;
  const look = async () => {
    const { read_only_reason } = await context.ports.store.status();
    if (read_only_reason === null && !(await shouldStop())) {
      await applyRetention(context, { origin, shouldStop });
    }
  };
  const tick = () => {
    look().catch((error: unknown) => isStopped || fault(error));
  };
  const first = setTimeout(tick, firstMs).unref();
  const timer = setInterval(tick, everyMs).unref();
  return () => {
    isStopped = true;
    clearTimeout(first);
    clearInterval(timer);
  };
}

const origin = {
  session_id: null,
  run_id: null,
  actor: 'system',
  source: 'system',
  client_message_id: null,
} as const;
