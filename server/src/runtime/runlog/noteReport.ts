import type { JsonObject } from '#protocol/json';
import type { Caller } from '#protocol/methods';
import type { RunRow } from '#protocol/rows';
import { reportGate } from '../../core/report/reportGate';
import type { RunReport } from '../../core/report/runReport';
import type { Context } from '../context';
import { commit, eventWrite } from '../record/record';
import { pickCaller } from '../run/startRun';
import { noteRun, runNote } from './runNotes';

/** The list of runs says whether the newest report lets its run pass; a record that only can be read stays as it is. */
export async function noteGate(context: Context, run: RunRow, report: RunReport): Promise<void> {
  const gate = reportGate(report as unknown as JsonObject);
  const report_gate_pass = gate === null ? null : gate ? 1 : 0;
  const isKnown = (await runNote(context, run.id)).report_gate_pass === report_gate_pass;
  if (!isKnown && (await canWrite(context))) {
    await noteRun(context, run.id, { report_gate_pass });
  }
}

/** Records that the report of a run was handed out as a file, and to whom. */
export async function noteWritten(
  context: Context,
  { run, caller, kind }: { readonly run: RunRow; readonly caller: Caller; readonly kind: string },
): Promise<void> {
  if (!(await canWrite(context))) return;
  const origin = { ...pickCaller(caller), session_id: run.session_id, run_id: run.id };
  const fact = {
    type: 'report.written',
    summary: `report of ${run.id} written (${kind})`,
    payload: { kind },
  } as const;
  await commit(context, [eventWrite(context, origin, fact)]);
}

async function canWrite({ ports }: Context): Promise<boolean> {
  return (await ports.store.status()).read_only_reason === null;
}
