import { AppError } from '#protocol/errors';
import type { JsonObject } from '#protocol/json';
import type { Caller } from '#protocol/methods';
import type { RunRow } from '#protocol/rows';
import type { Context } from '../../context';
import { interruptLeft } from '../../interrupt';
import { heldUnlessRefused } from '../../record/bytes/heldBytes';
import { refuseImported } from '../../runlog/importedRun';
import type { ActiveRun } from '../activeRun';
import type { Runs } from '../runs';
import { pickCaller } from '../startRun';
import { askAgain } from '../waiting';
import { loadRun, mayHaveDoneHarm } from './loadRun';

/**
 * Goes on with a run where it stood. Finished steps keep their results; a step that was cut off goes back to ready,
 * and unless it could do no harm a person must let it run again. With a reason to cancel it only ends.
 */
export async function resumeRun(
  context: Context,
  runs: Runs,
  found: RunRow,
  caller: Caller,
  cancelReason: string | null = null,
): Promise<ActiveRun> {
  const live = runs.active(found.id);
  if (live) {
    await unpause(live);
    await live.flush();
    void runs.drive(live);
    return live;
  }
  await refuseImported(context, found.id);
  const row = isLeftRunning(found) ? ((await interruptLeft(context, found.id)) ?? found) : found;
  if (row.status !== 'interrupted' && row.status !== 'paused' && row.status !== 'awaiting_approval') {
    throw new AppError('STATE_CONFLICT', `run ${row.id} is ${row.status}: it cannot be resumed`, {
      status: row.status,
    });
  }
  const run = await heldUnlessRefused(context, (held) => revive(held, row, caller));
  run.cancelReason = cancelReason;
  runs.adopt(run);
  return run;
}

async function revive(context: Context, row: RunRow, caller: Caller): Promise<ActiveRun> {
  const run = await loadRun(context, row, pickCaller(caller));
  await wakeInterrupted(run);
  await askAgain(run);
  if (row.status !== 'awaiting_approval') {
    run.moveRun('running');
  }
  run.add(run.root.reopened());
  noteResumed(run, run.root.id);
  await run.flush();
  return run;
}

/** Tells that the run goes on, and keeps with it how long it has rested so far. */
function noteResumed(run: ActiveRun, span_id: string | null): void {
  const { id, policy_json: kept } = run.row;
  const resumed = { at_ms: run.context.ports.clock.now(), waited_ms: run.waitedMs };
  const policy_json = JSON.stringify({ ...(JSON.parse(kept) as JsonObject), resumed });
  run.add({ op: 'update', table: 'runs', key: { id }, set: { policy_json } });
  run.row = { ...run.row, policy_json };
  run.record({
    type: 'run.resumed',
    summary: `run ${id} resumed`,
    payload: { waited_ms: run.waitedMs },
    span_id,
  });
}

/** A run that a fault or a full disk left behind: nobody carries it forward. */
function isLeftRunning({ status }: RunRow): boolean {
  return status === 'queued' || status === 'preparing' || status === 'running';
}

async function unpause(run: ActiveRun): Promise<void> {
  if (run.isPaused) {
    run.isPaused = false;
    if (run.row.status === 'paused') {
      run.moveRun('running');
    }
    noteResumed(run, null);
  }
  await askAgain(run);
}

async function wakeInterrupted(run: ActiveRun): Promise<void> {
  for (const [id, stepRun] of run.steps) {
    if (stepRun.row.status === 'interrupted') {
      stepRun.mustAsk = await mayHaveDoneHarm(run, id);
      run.moveStep(stepRun, 'ready');
    }
  }
}
