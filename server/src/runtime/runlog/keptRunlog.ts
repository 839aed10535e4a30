import { AppError } from '#protocol/errors';
import type { JsonObject } from '#protocol/json';
import type { RunlogEntryRow, RunRow } from '#protocol/rows';
import { isTerminal } from '#protocol/states';
import { type RunlogRow, typeOf } from '../../core/runlog/runlogRow';
import { runlogRows } from '../../core/runlog/runlogRows';
import { countedColumns } from '../../core/runlog/runlogSummary';
import type { Context } from '../context';
import { commit } from '../record/record';
import type { Write } from '../storePort';
import { runHistory } from './runHistory';

/**
 * Sees to it that the store holds the log of a run that is over, so that pages and counts of it are read by SQL; answers
 * false where it cannot: the run goes on, or the store takes no writes.
 */
export async function keepRunlog(context: Context, run: RunRow): Promise<boolean> {
  const { store } = context.ports;
  const kept = await store.list('runlog', { where: { run_id: run.id }, limit: 1 });
  if (kept.total > 0) {
    return true;
  }
  if (!isTerminal('run', run.status) || (await store.status()).read_only_reason !== null) {
    return false;
  }
  try {
    await commit(context, entryWrites(run.id, await derivedRows(context, run)));
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'STATE_CONFLICT')) {
      throw error;
    }
    // Somebody else asked at the same moment and was first.
  }
  return true;
}

/** The log of a run as its record gives it, redacted. */
export async function derivedRows(context: Context, run: RunRow): Promise<readonly RunlogRow[]> {
  const rows = runlogRows(await runHistory(context, run));
  return rows.map((row) => context.redactor.json(row).value as JsonObject);
}

/** The writes that keep the rows of a log, each at its place. */
export function entryWrites(run_id: string, rows: readonly RunlogRow[]): readonly Write[] {
  return rows.map((row, index) => ({ op: 'insert', table: 'runlog', row: entryOf(run_id, row, index + 1) }));
}

/** A row of a log as it is kept. */
export function entryOf(run_id: string, row: RunlogRow, seq: number): RunlogEntryRow {
  return { run_id, seq, type: typeOf(row), ...countedColumns(row), body: JSON.stringify(row) };
}
