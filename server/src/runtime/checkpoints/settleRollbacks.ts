import type { ApprovalRow, WriteRow } from '#protocol/rows';
import type { Context } from '../context';
import { systemActor } from '../interrupt';
import { commit, eventWrite } from '../record/record';
import { storedJson } from '../record/views';
import { slotContext } from '../slots';
import { unfinished } from './allWrites';
import type { RollbackList } from './rollbackList';
import { marked, restoredText, stood } from './rollbackWrites';

/**
 * Brings rollbacks to rest that a death of the server cut off: one whose files are all as they should be has been done,
 * of any other the files that were reached get back what they held. A file that is neither is somebody's, and stays.
 */
export async function settleRollbacks(home: Context): Promise<void> {
  const { store } = home.ports;
  const { items } = await store.list('writes', { where: { undone_by: unfinished }, limit: null });
  for (const id of new Set(items.map(({ step_id }) => step_id))) {
    const row = id === null ? undefined : await store.get('approvals', { id });
    const rows = items.filter(({ step_id }) => step_id === id);
    if (row) await settle(home, row, rows);
  }
}

async function settle(home: Context, row: ApprovalRow, rows: readonly WriteRow[]): Promise<void> {
  const list = storedJson(row.shown_json) as unknown as RollbackList;
  const run = list.run_id === null ? undefined : await home.ports.store.get('runs', { id: list.run_id });
  const context = run ? await slotContext(home, run) : home;
  const { workspace } = context.ports;
  await workspace.sweep(rows.map(({ path }) => path));
  const reached: WriteRow[] = [];
  for (const write of rows) {
    const now = (await workspace.read(write.path).catch(() => undefined))?.sha256 ?? null;
    if (now === write.after_sha) reached.push(write);
  }
  const isDone = reached.length === rows.length;
  if (!isDone) await putBack(context, reached);
  const restoring = list.entries.filter(({ restores }) => restores);
  const origin = {
    ...systemActor,
    session_id: row.session_id === 'none' ? null : row.session_id,
    run_id: list.run_id,
  };
  const payload = { rollback_id: row.id, target: list.target, files: rows.map(({ path }) => path) };
  await commit(context, [
    ...(isDone ? stood(rows, restoring) : marked(rows, 'interrupted')),
    eventWrite(
      context,
      origin,
      isDone
        ? { type: 'checkpoint.restored', summary: restoredText(list.target, rows.length), payload }
        : {
            type: 'resource.warning',
            level: 'warning',
            summary: `rollback of ${list.target} was cut off and taken back: prepare it again`,
            payload,
          },
    ),
  ]);
}

async function putBack(context: Context, reached: readonly WriteRow[]): Promise<void> {
  for (const { path, before_sha, after_sha, before_mode } of reached) {
    const after = before_sha === null ? null : await context.ports.content.get(before_sha);
    if (after === undefined || before_sha === after_sha) continue;
    await context.ports.workspace.apply([{ path, before_sha256: after_sha, after, mode: before_mode }]);
  }
}
