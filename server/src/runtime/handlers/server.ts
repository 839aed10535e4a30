import { AppError } from '#protocol/errors';
import type { Caller, Checked, Handlers } from '#protocol/methods';
import { isTerminal } from '#protocol/states';
import type { Context } from '../context';
import { eventWrite } from '../record/record';
import { contentOfRuns } from '../record/sweepContent';

/** Answers about the server itself, and keeps its store in bounds. */
export function serverHandlers(
  context: Context,
): Pick<Handlers, 'server/status' | 'server/stop' | 'store/vacuum'> {
  return {
    'server/status': () => status(context),
    'server/stop': async () => {
      context.server.stop();
      return { stopping: true };
    },
    'store/vacuum': (params, caller) => vacuum(context, params, caller),
  };
}

/** Runs that work by themselves; one that waits for a person or is paused works no more than its record. */
export async function workingRuns(context: Context): Promise<number> {
  const { total } = await context.ports.store.list('runs', {
    where: { status: ['queued', 'preparing', 'running'] },
    limit: 1,
  });
  return total;
}

async function status(context: Context) {
  const { ports, server } = context;
  const [store, active, pending] = await Promise.all([
    ports.store.status(),
    workingRuns(context),
    ports.store.list('approvals', { where: { status: 'requested' }, limit: 1 }),
  ]);
  return {
    status: store.read_only_reason === null ? ('ok' as const) : ('degraded' as const),
    version: server.version,
    pid: server.pid,
    root: ports.workspace.root,
    uptime_seconds: (ports.clock.now() - server.startedMs) / 1000,
    clients: server.clients(),
    active_runs: active,
    pending_approvals: pending.total,
    store: {
      schema_version: store.schema_version,
      bytes: store.bytes,
      read_only_reason: store.read_only_reason,
    },
  };
}

/** Removes runs that ended before a time, with the bytes that nothing else names; without a time it only measures. */
async function vacuum(context: Context, { before }: Checked<'store/vacuum'>, caller: Caller) {
  const { store } = context.ports;
  const removed = before === undefined ? {} : await retain(context, checkedTime(before), caller);
  return { removed: { ...removed }, bytes: (await store.status()).bytes };
}

async function retain(context: Context, before: string, caller: Caller) {
  const { store } = context.ports;
  const runs = await store.list('runs', { limit: null });
  const going = runs.items.filter(
    ({ status, ended_at }) => isTerminal('run', status) && ended_at !== null && ended_at < before,
  );
  const sweep = await contentOfRuns(
    context,
    going.map(({ id }) => id),
  );
  const { actor, source, client_message_id } = caller;
  const origin = { session_id: null, run_id: null, actor, source, client_message_id };
  const summary = `runs that ended before ${before} were removed from the record`;
  const { event } = eventWrite(context, origin, {
    type: 'log.line',
    summary,
    payload: { runs: going.length },
  });
  const removed = await store.retain(before, event);
  await sweep();
  return removed;
}

/** The time in the form in which rows hold theirs, so that both compare as text. */
function checkedTime(text: string): string {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) {
    throw new AppError('INPUT_INVALID', `before: ${text} is not a time such as 2026-01-31T00:00:00Z`);
  }
  return new Date(ms).toISOString();
}
