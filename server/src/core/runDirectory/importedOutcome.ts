import type { Json, JsonObject } from '#protocol/json';
import { type RunlogRow, textOf, typeOf, wholeOf } from '../runlog/runlogRow';
import type { ImportedStep } from './importedSteps';
import type { DirectoryRun } from './runDirectory';

/** How a visit of an imported run came out, beside its status. */
export interface ImportedOutcome {
  readonly error_code: string | null;
  readonly error_message: string | null;
  /** Whether the run halted because of it. */
  readonly stopped: boolean;
}

/** What the report of a run says of a visit, else its log; where neither says at which visit the run halted, the last bad one. */
export function importedOutcome(
  run: Pick<DirectoryRun, 'rows' | 'documents' | 'status'>,
  steps: readonly ImportedStep[],
  step: ImportedStep,
): ImportedOutcome {
  const lines = run.documents.report?.['steps'];
  const reported = Array.isArray(lines) ? lines.map(objectOf) : [];
  const line = reported.find((one) => isOf(one, step));
  const summary = run.rows.findLast((row) => typeOf(row) === 'round_summary' && isOf(row, step));
  const error = objectOf((line ?? summary)?.['error']);
  const isGood = step.status === 'succeeded' || (step.status === 'skipped' && line === undefined);
  const isHalted = run.status === 'failed' || run.status === 'denied';
  return {
    error_code: isGood ? null : (textOf(error['code']) ?? unsaid(step)),
    error_message: isGood ? null : (textOf(error['message']) ?? step.error ?? unsaidMessage(step)),
    stopped: line === undefined ? isHalted && step === steps.findLast(isBad) : line['stopped'] === true,
  };
}

/** What ended badly without a reason was no fault of this program. */
function unsaid({ status }: ImportedStep): string | null {
  const codes: Readonly<Record<string, string>> = { failed: 'tool_error', timed_out: 'timeout' };
  return codes[status] ?? null;
}

function unsaidMessage(step: ImportedStep): string | null {
  return unsaid(step) === null ? null : step.status;
}

function isBad({ status }: ImportedStep): boolean {
  return status === 'failed' || status === 'timed_out' || status === 'denied';
}

function isOf(told: JsonObject | RunlogRow, { step_id, visit }: ImportedStep): boolean {
  const id = textOf(told['step_id']) ?? textOf(told['node_id']);
  return id === step_id && (wholeOf(told['visit']) ?? 1) === visit;
}

function objectOf(value: Json | undefined): JsonObject {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as JsonObject) : {};
}
