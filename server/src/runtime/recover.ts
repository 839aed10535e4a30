import type { RunRow } from '#protocol/rows';
import { settleRollbacks } from './checkpoints/settleRollbacks';
import type { Context } from './context';
import { interruptRun, interruptSteps, systemActor } from './interrupt';
import { heldUnlessRefused } from './record/bytes/heldBytes';
import { commit } from './record/record';
import { loadRun } from './run/resumed/loadRun';
import type { Runs } from './run/runs';

/**
 * Brings the record to rest after the server before this one died: what was running is shown as interrupted, open
 * spans are closed, a half-done set of writes is put back, and runs that waited for people wait on.
 */
export async function recover(
  context: Context,
  runs: Runs,
): Promise<{ readonly interrupted: number; readonly waiting: number }> {
  const { store } = context.ports;
  await settleRollbacks(context).catch((error: unknown) => context.server.fault(error));
  const { items } = await store.list('runs', {
    where: { status: ['queued', 'preparing', 'running', 'awaiting_approval', 'paused'] },
    limit: null,
  });
  let interrupted = 0;
  let waiting = 0;
  for (const row of items) {
    try {
      const isWaiting = await settleRun(context, runs, row);
      waiting += isWaiting ? 1 : 0;
      interrupted += isWaiting ? 0 : 1;
    } catch (error) {
      context.server.fault(error);
    }
  }
  return { interrupted, waiting };
}

/** Brings one run to rest; answers whether it waits for people. What cannot be read is left for people to look at. */
async function settleRun(context: Context, runs: Runs, row: RunRow): Promise<boolean> {
  const cut = await interruptSteps(context, row);
  if (!cut && (await isWaiting(context, row))) {
    if (row.status === 'running') {
      await commit(context, [
        { op: 'transition', table: 'runs', key: { id: row.id }, from: ['running'], to: 'awaiting_approval' },
      ]);
    }
    const waiting = { ...row, status: 'awaiting_approval' as const };
    runs.adopt(await heldUnlessRefused(context, (held) => loadRun(held, waiting, systemActor)));
    return true;
  }
  if (row.status !== 'paused') {
    await interruptRun(context, row);
  }
  return false;
}

/** Whether a run stood at a hold point; the server may have died between the request and the run's own move. */
async function isWaiting(context: Context, row: RunRow): Promise<boolean> {
  if (row.status === 'awaiting_approval') {
    return true;
  }
  const where = { run_id: row.id, status: 'awaiting_approval' as const };
  return (
    row.status === 'running' && (await context.ports.store.list('step_runs', { where, limit: 1 })).total > 0
  );
}
