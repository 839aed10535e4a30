import { AppError } from '#protocol/errors';
import type { Caller, Checked, Handlers } from '#protocol/methods';
import { isTerminal } from '#protocol/states';
import { forgetApprovals } from '../approvals/openApprovals';
import type { Context } from '../context';
import { findRun } from '../record/findRun';
import { commit, eventWrite } from '../record/record';
import { contentOfRuns } from '../record/sweepContent';

/** Answers about the server itself, and keeps its store in bounds. */
export function serverHandlers(
  context: Context,
): Pick<Handlers, 'server/status' | 'server/stop' | 'store/vacuum' | 'tracer/report'> {
  let tracerFaults = 0;
  return {
    'server/status': () => status(context, tracerFaults),
    'tracer/report': async (params, caller) => {
      await recordFaults(context, params, caller);
      tracerFaults += params.faults;
      return { tracer_faults: tracerFaults };
    },
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

async function recordFaults(
  context: Context,
  { run_id, tracer, faults }: Checked<'tracer/report'>,
  { actor, source, client_message_id }: Caller,
): Promise<void> {
  const { id, session_id } = await findRun(context.ports.store, run_id);
  const origin = { session_id, run_id: id, actor, source, client_message_id };
  const summary = `tracer ${tracer} failed ${faults} time(s); the record of the run is whole`;
  const fact = { type: 'resource.warning', level: 'warning', summary, payload: { tracer, faults } } as const;
  await commit(context, [eventWrite(context, origin, fact)]);
}

async function status(context: Context, tracer_faults: number) {
  const { ports, server } = context;
  const [store, active, pending] = await Promise.all([
    ports.store.status(),
    workingRuns(context),
    ports.store.list('approvals', { where: { status: 'requested' }, limit: 1 }),
  ]);
  return {
    status: store.read_only_reason === null && tracer_faults === 0 ? ('ok' as const) : ('degraded' as const),
    version: server.version,
    pid: server.pid,
    root: ports.workspace.root,
    uptime_seconds: (ports.clock.now() - server.startedMs) / 1000,
    clients: server.clients(),
    active_runs: active,
    pending_approvals: pending.total,
    tracer_faults,
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
  forgetApprovals(context);
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
