import { AppError } from '#protocol/errors';
import type { Caller, Checked, Handlers } from '#protocol/methods';
import type { Context } from '../../context';
import { findRun } from '../../record/findRun';
import { commit, eventWrite, type Origin } from '../../record/record';
import { applyRetention, whileNothingIsRemoved } from '../../retention/applyRetention';
import { type RetentionLimits, retentionLimits, setRetention } from '../../retention/retentionLimits';
import { pickCaller } from '../../run/startRun';
import { noteRun } from '../../runlog/runNotes';

type Names = 'run/pin' | 'retention/show' | 'retention/set' | 'store/vacuum';

/** Answers about how long the record is kept, and removes what is past that. */
export function retentionHandlers(context: Context): Pick<Handlers, Names> {
  return {
    'run/pin': (params, caller) => whileNothingIsRemoved(() => pin(context, params, caller)),
    'retention/show': async () => await shown(context, await retentionLimits(context)),
    'retention/set': async (params, caller) =>
      await shown(context, await setRetention(context, originOf(caller), params)),
    'store/vacuum': (params, caller) => vacuum(context, params, caller),
  };
}

async function pin(context: Context, { run_id, pinned }: Checked<'run/pin'>, caller: Caller) {
  const run = await findRun(context.ports.store, run_id);
  await noteRun(context, run.id, { pinned: pinned ? 1 : 0 });
  const origin = { ...pickCaller(caller), session_id: run.session_id, run_id: run.id };
  const summary = `run ${run.id} ${pinned ? 'pinned: it is kept' : 'unpinned'}`;
  await commit(context, [eventWrite(context, origin, { type: 'log.line', summary, payload: { pinned } })]);
  return { run_id: run.id, pinned };
}

async function shown({ ports }: Context, limits: RetentionLimits) {
  const [{ bytes, used_bytes }, pinned, runs] = await Promise.all([
    ports.store.status(),
    ports.store.list('run_notes', { where: { pinned: 1 }, limit: 1 }),
    ports.store.list('runs', { limit: 1 }),
  ]);
  return { ...limits, bytes, used_bytes, runs: runs.total, pinned_runs: pinned.total };
}

/** Removes what is past its retention; what that freed on the disk is given back by compacting the file at rest. */
async function vacuum(context: Context, { before }: Checked<'store/vacuum'>, caller: Caller) {
  await refuseWhileRunning(context);
  const removed = await applyRetention(context, {
    origin: originOf(caller),
    before: before === undefined ? undefined : checkedTime(before),
  });
  const { bytes, used_bytes } = await context.ports.store.status();
  return { removed: { ...removed }, bytes, used_bytes };
}

const open = ['queued', 'preparing', 'running', 'awaiting_approval', 'paused'] as const;

async function refuseWhileRunning({ ports }: Context): Promise<void> {
  const { items, total } = await ports.store.list('runs', { where: { status: open }, limit: 1 });
  const [run] = items;
  if (run !== undefined) {
    const text = `run ${run.id} is ${run.status}: the store is made small when no run is live or waits`;
    throw new AppError('STATE_CONFLICT', text, { run_id: run.id, status: run.status, runs: total });
  }
}

function originOf(caller: Caller): Origin {
  return { ...pickCaller(caller), session_id: null, run_id: null };
}

/** The time in the form in which rows hold theirs. */
function checkedTime(text: string): string {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) {
    throw new AppError('INPUT_INVALID', `before: ${text} is not a time such as 2026-01-31T00:00:00Z`);
  }
  return new Date(ms).toISOString();
}
