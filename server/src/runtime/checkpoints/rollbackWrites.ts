import type { CheckpointRow, WriteRow } from '#protocol/rows';
import type { RollbackEntry } from '../../core/change/rollback';
import type { Context } from '../context';
import { isoNow, newId } from '../record/record';
import type { Write } from '../storePort';
import { unfinished } from './allWrites';

/** On whose approval a rollback writes, and what lies behind it. */
export interface RollbackIntent {
  readonly approval_id: string;
  readonly run_id: string | null;
  readonly safety: CheckpointRow;
}

/** What a rollback is about to write, one row a file; `modes` are those of the files as they are. */
export function intents(
  context: Context,
  { approval_id, run_id, safety }: RollbackIntent,
  entries: readonly RollbackEntry[],
  modes: ReadonlyMap<string, number | null>,
): WriteRow[] {
  return entries.map((entry) => ({
    id: newId(context, 'wr'),
    run_id,
    step_id: approval_id,
    preview_id: null,
    checkpoint_id: safety.id,
    path: entry.path,
    before_sha: entry.expected_sha,
    after_sha: entry.restore_sha,
    before_mode: modes.get(entry.path) ?? null,
    after_mode: entry.restore_sha === null ? null : (entry.restore_mode ?? modes.get(entry.path) ?? null),
    undone_by: unfinished,
    created_at: isoNow(context),
  }));
}

/** Puts announced writes into the record. */
export function inserts(rows: readonly WriteRow[]): Write[] {
  return rows.map((row): Write => ({ op: 'insert', table: 'writes', row }));
}

/** Says of announced writes what became of them. */
export function marked(rows: readonly WriteRow[], undone_by: string | null): Write[] {
  return rows.map(({ id }): Write => ({ op: 'update', table: 'writes', key: { id }, set: { undone_by } }));
}

/** Says that all announced writes stand, and which earlier ones they took back. */
export function stood(rows: readonly WriteRow[], entries: readonly RollbackEntry[]): Write[] {
  const takenBack = entries.flatMap(({ path, takes_back }) => {
    const undone_by = rows.find((row) => row.path === path)?.id ?? null;
    return takes_back.map(
      (id): Write => ({ op: 'update', table: 'writes', key: { id }, set: { undone_by } }),
    );
  });
  return [...marked(rows, null), ...takenBack];
}

/** How the record tells of a rollback. */
export function restoredText(target: string, fileCount: number): string {
  return `rollback of ${target}: ${fileCount} file${fileCount === 1 ? '' : 's'} restored`;
}
