import type { RunRow, SpanRow } from '#protocol/rows';
import { type ImportedOutcome, importedOutcome } from '../../../core/runDirectory/importedOutcome';
import { type ImportedStep, importedSteps } from '../../../core/runDirectory/importedSteps';
import type { DirectoryRun } from '../../../core/runDirectory/runDirectory';
import type { Context } from '../../context';
import { isoNow, newId } from '../../record/record';
import { serviceName } from '../../record/span';
import type { Write } from '../../storePort';

/** The writes for the steps of an imported run: visits, tries, and a trace of spans as far as the log tells. */
export function importedStepWrites(context: Context, run: DirectoryRun, row: RunRow): readonly Write[] {
  const steps = importedSteps(run.rows, run.created_at_utc);
  const root = rootSpan(context, row);
  return [
    { op: 'insert', table: 'spans', row: root },
    ...steps.flatMap((step) => [
      visitWrite(row, step, importedOutcome(run, steps, step)),
      ...attemptWrites(context, row, step),
      { op: 'insert', table: 'spans', row: stepSpan(context, root, step, row) } as const,
    ]),
  ];
}

function visitWrite({ id, created_at }: RunRow, step: ImportedStep, outcome: ImportedOutcome): Write {
  const { step_id, visit, status, started_at, ended_at, attempts, output } = step;
  const output_json = output === null ? null : JSON.stringify(output);
  const { error_code, error_message, stopped } = outcome;
  return {
    op: 'insert',
    table: 'step_runs',
    row: {
      ...{ run_id: id, step_id, visit, status, stopped: stopped ? 1 : 0, attempts: attempts.length },
      ...{ input_sha: null, output_json, output_sha: null, carried_from: null },
      ...{ error_code, error_message, created_at, started_at, ended_at },
    },
  };
}

function attemptWrites(context: Context, { id }: RunRow, step: ImportedStep): readonly Write[] {
  const { step_id, visit } = step;
  return step.attempts.map(({ n, status, error, exit_code, started_at, ended_at }) => ({
    op: 'insert',
    table: 'attempts',
    row: {
      ...{ id: newId(context, 'att'), run_id: id, step_id, visit, n, status },
      ...{ error_code: null, error_message: error, exit_code },
      ...{ created_at: started_at, started_at, ended_at },
    },
  }));
}

function rootSpan(context: Context, row: RunRow): SpanRow {
  return {
    ...spanOf(context, row, null),
    kind: 'run',
    name: `invoke_workflow ${row.id}`,
    status: row.status === 'succeeded' ? 'OK' : 'ERROR',
    error: row.status === 'succeeded' ? null : row.end_message,
    attributes: JSON.stringify({ 'gen_ai.operation.name': 'invoke_workflow', imported: true }),
    start_us: microseconds(row.started_at ?? row.created_at),
    end_us: microseconds(row.ended_at ?? row.created_at),
  };
}

function stepSpan(context: Context, root: SpanRow, step: ImportedStep, row: RunRow): SpanRow {
  const { step_id, status, error, started_at, ended_at, attempts } = step;
  const isGood = status === 'succeeded' || status === 'skipped';
  const from = started_at ?? ended_at ?? row.created_at;
  return {
    ...spanOf(context, row, root.span_id),
    kind: 'step',
    name: `holdpoint.step ${step_id}`,
    status: isGood ? 'OK' : 'ERROR',
    error: isGood ? null : (error ?? status),
    timeout: status === 'timed_out' ? 1 : 0,
    attributes: JSON.stringify({ node_id: step_id, attempts: attempts.length, imported: true }),
    start_us: microseconds(from),
    end_us: microseconds(ended_at ?? from),
  };
}

function spanOf(context: Context, { id, trace_id }: RunRow, parent: string | null) {
  return {
    span_id: context.ports.ids.hex(8),
    trace_id,
    run_id: id,
    parent_span_id: parent,
    service_name: serviceName,
    timeout: 0 as const,
    policy_snapshot: null,
    otlp: null,
    created_at: isoNow(context),
  };
}

function microseconds(iso: string): number {
  return Date.parse(iso) * 1000;
}
