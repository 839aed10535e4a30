import { AppError } from '#protocol/errors';
import type { JsonObject } from '#protocol/json';
import type { Caller, Checked, Result } from '#protocol/methods';
import { outsideId } from '#protocol/methods/ids';
import { readRunDirectory } from '../../core/runDirectory/readRunDirectory';
import type { DirectoryRun, RunFiles } from '../../core/runDirectory/runDirectory';
import type { Context } from '../context';
import { commit, eventWrite, type Origin } from '../record/record';
import { pickCaller } from '../run/startRun';
import { Serial } from '../serial';
import { importedPlan } from './import/importedPlan';
import { runRowOf, sessionRowOf } from './import/importedRunRows';
import { importedStepWrites } from './import/importedStepWrites';
import { entryWrites } from './keptRunlog';
import { emptyNote } from './runNotes';

/**
 * Takes the directory of a run from elsewhere, or from before, into the record: it can be read, searched and exported
 * like any other, and never goes on.
 */
export function importRun(
  context: Context,
  caller: Caller,
  params: Checked<'run/import'>,
): Promise<Result<'run/import'>> {
  return taking.run('run', () => takeRun(context, caller, params));
}

/** Imports come one after the other: each sees which runs are in the record already. */
const taking = new Serial();

async function takeRun(
  context: Context,
  caller: Caller,
  { name, files }: Checked<'run/import'>,
): Promise<Result<'run/import'>> {
  const run = redacted(context, readRunDirectory(name, files as RunFiles));
  await refuse(context, name, run, files as RunFiles);
  const trace_id = await freeTrace(context, run.trace_id);
  const plan = importedPlan(context, run);
  const session = sessionRowOf(context, run);
  const planRow = { ...plan.row, session_id: session.id };
  const warnings = [...run.warnings, ...plan.warnings];
  const runRow = runRowOf(context, run, { session_id: session.id, plan_id: planRow.id, trace_id });
  const note = {
    ...emptyNote(context, run.run_id),
    run_dir: `runs/${run.run_id}`,
    eval_pass: run.eval_pass === null ? null : run.eval_pass ? (1 as const) : (0 as const),
    report_gate_pass:
      run.report_gate_pass === null ? null : run.report_gate_pass ? (1 as const) : (0 as const),
    corrupt_rows: run.corruptRows,
    imported: JSON.stringify(run.documents),
  };
  const origin: Origin = { ...pickCaller(caller), session_id: session.id, run_id: run.run_id };
  await commit(context, [
    { op: 'insert', table: 'sessions', row: session },
    { op: 'insert', table: 'plans', row: planRow },
    ...plan.steps.map((row) => ({ op: 'insert', table: 'plan_steps', row }) as const),
    { op: 'insert', table: 'runs', row: runRow },
    { op: 'insert', table: 'run_notes', row: note },
    ...importedStepWrites(context, run, runRow),
    ...entryWrites(run.run_id, run.rows),
    eventWrite(
      context,
      { ...origin, run_id: null },
      {
        type: 'session.created',
        summary: `session ${session.id} created for the imported run ${run.run_id}`,
      },
    ),
    eventWrite(context, origin, {
      type: 'run.created',
      summary: `run ${run.run_id} imported from a run directory: ${run.rows.length} row(s)`,
      payload: { imported: true, rows: run.rows.length, corrupt_rows: run.corruptRows, warnings },
    }),
  ]);
  return {
    ...{ run_id: run.run_id, session_id: session.id, trace_id, status: run.status },
    ...{ rows: run.rows.length, corrupt_rows: run.corruptRows, warnings },
  };
}

/** Nothing of a directory from elsewhere is stored before secrets were looked for. */
function redacted(context: Context, run: DirectoryRun): DirectoryRun {
  const { redactor } = context;
  const documents = redactor.json(run.documents as unknown as JsonObject).value;
  return {
    ...run,
    rows: run.rows.map((row) => redactor.json(row).value as JsonObject),
    documents: documents as unknown as DirectoryRun['documents'],
    message: run.message === null ? null : redactor.text(run.message).text,
  };
}

/** A log counts also where no line of it can be read: what broke it must not hide that there was a run. */
async function refuse(
  { ports }: Context,
  name: string,
  run: DirectoryRun,
  { 'runlog.jsonl': log }: RunFiles,
): Promise<void> {
  const { manifest, report, seed, pack_manifest } = run.documents;
  const isEmpty = [manifest, report, seed, pack_manifest].every((document) => document === null);
  if (log === undefined && isEmpty) {
    throw new AppError(
      'INPUT_INVALID',
      `${name} is no run directory: it has neither a run log nor documents`,
    );
  }
  if (!outsideId.test(run.run_id)) {
    throw new AppError('INPUT_INVALID', `${name} names a run whose id is none`);
  }
  if ((await ports.store.get('runs', { id: run.run_id })) !== undefined) {
    const text = `run ${run.run_id} is in the record already`;
    throw new AppError('STATE_CONFLICT', text, { run_id: run.run_id });
  }
}

/** A trace keeps its id unless another run has it already. */
async function freeTrace({ ports }: Context, wanted: string | null): Promise<string> {
  const isTrace = wanted !== null && /^[0-9a-f]{32}$/.test(wanted);
  const isTaken = isTrace && (await ports.store.get('runs', { trace_id: wanted })) !== undefined;
  return isTrace && !isTaken ? wanted : ports.ids.hex(16);
}
