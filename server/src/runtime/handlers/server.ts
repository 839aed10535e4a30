import type { Caller, Checked, Handlers } from '#protocol/methods';
import type { Context } from '../context';
import { findRun } from '../record/findRun';
import { commit, eventWrite } from '../record/record';

/** Answers about the server itself. */
export function serverHandlers(
  context: Context,
): Pick<Handlers, 'server/status' | 'server/stop' | 'tracer/report'> {
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
      used_bytes: store.used_bytes,
      read_only_reason: store.read_only_reason,
    },
  };
}
