import type { RunNoteRow } from '#protocol/rows';
import type { Context } from '../context';
import { commit, isoNow } from '../record/record';
import { Serial } from '../serial';

/** Notes about one run come one after the other: only the first is an insert. */
const noting = new Serial();

/** What is noted about a run; a run of which nothing was noted yet gives the note of nothing. */
export async function runNote(context: Context, run_id: string): Promise<RunNoteRow> {
  return (await context.ports.store.get('run_notes', { run_id })) ?? emptyNote(context, run_id);
}

/** Notes something about a run beside its record. */
export function noteRun(
  context: Context,
  run_id: string,
  set: Partial<Omit<RunNoteRow, 'run_id' | 'created_at'>>,
): Promise<void> {
  return noting.run(run_id, async () => {
    const before = await context.ports.store.get('run_notes', { run_id });
    await commit(context, [
      before === undefined
        ? { op: 'insert', table: 'run_notes', row: { ...emptyNote(context, run_id), ...set } }
        : { op: 'update', table: 'run_notes', key: { run_id }, set },
    ]);
  });
}

/** The note of a run of which there is nothing to say. */
export function emptyNote(context: Context, run_id: string): RunNoteRow {
  return {
    run_id,
    pinned: 0,
    eval_pass: null,
    report_gate_pass: null,
    run_dir: null,
    corrupt_rows: 0,
    imported: null,
    created_at: isoNow(context),
  };
}
