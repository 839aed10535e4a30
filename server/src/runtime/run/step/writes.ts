import { AppError } from '#protocol/errors';
import type { WriteRow } from '#protocol/rows';
import { isoNow, newId } from '../../record/record';
import type { ToolResult } from '../../tool';
import type { ActiveRun } from '../activeRun';
import type { Prepared } from '../gate/prepared';

/**
 * Applies approved previews: what is about to be replaced is kept and the intent recorded durably, then the tool
 * writes all files or none, then previews are closed. A stale file refuses the whole set.
 */
export async function applyWrites(
  run: ActiveRun,
  prepared: Prepared,
  perform: () => Promise<ToolResult>,
): Promise<ToolResult> {
  const intents = await recordIntents(run, prepared);
  try {
    const result = await perform();
    if (result.ok) {
      closePreviews(run, prepared, 'applied');
      tellEditors(run, prepared);
    } else {
      forget(run, intents);
    }
    return result;
  } catch (error) {
    forget(run, intents);
    if (error instanceof AppError && error.code === 'PREVIEW_MISMATCH') {
      closePreviews(run, prepared, 'stale');
    }
    throw error;
  }
}

async function recordIntents(run: ActiveRun, prepared: Prepared): Promise<WriteRow[]> {
  const rows: WriteRow[] = [];
  for (const [index, write] of prepared.writes.entries()) {
    const before = await run.context.ports.workspace.read(write.path);
    if (before) {
      await run.context.ports.content.put(before.bytes);
    }
    const preview = prepared.previews[index];
    rows.push({
      id: newId(run.context, 'wr'),
      run_id: run.row.id,
      step_id: prepared.step.id,
      preview_id: preview?.id ?? null,
      checkpoint_id: null,
      path: write.path,
      before_sha: write.before_sha256,
      after_sha: preview?.after_sha ?? null,
      before_mode: before?.mode ?? null,
      after_mode: write.mode ?? before?.mode ?? null,
      undone_by: null,
      created_at: isoNow(run.context),
    });
  }
  run.add(...rows.map((row) => ({ op: 'insert' as const, table: 'writes' as const, row })));
  await run.flush();
  return rows;
}

/** Open documents follow what was written; told at once, the record comes with the end of the step. */
function tellEditors({ context }: ActiveRun, { writes }: Prepared): void {
  context.bus.tell('files/written', {
    root: context.ports.workspace.root,
    paths: writes.map(({ path }) => path),
  });
}

/** A write that did not happen must not be taken back later. */
function forget(run: ActiveRun, rows: readonly WriteRow[]): void {
  for (const { id } of rows) {
    run.add({ op: 'update', table: 'writes', key: { id }, set: { undone_by: 'not_written' } });
  }
}

function closePreviews(run: ActiveRun, prepared: Prepared, to: 'applied' | 'stale'): void {
  const set = to === 'applied' ? { applied_at: isoNow(run.context) } : {};
  for (const { id, status } of prepared.previews) {
    const from = status === 'recorded' && to === 'applied' ? 'approved' : status;
    run.add({ op: 'transition', table: 'previews', key: { id }, from: [from, 'approved'], to, set });
  }
}
