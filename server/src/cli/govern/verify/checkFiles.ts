import { readFileSync } from 'node:fs';
import type { JsonObject } from '#protocol/json';
import type { Result } from '#protocol/methods';
import { fileFault } from '../../fileFault';
import { phaseStatePath, phaseSummaryPath, stepFileName } from '../../run/logs/logPaths';
import { readStepFile } from '../../run/logs/stepFiles';

/** Checks phase state, phase summary and step logs of the last run; what is wrong is added to the failures. */
export function checkFiles(
  root: string,
  run: Result<'run/show'> | undefined,
  failures: string[],
): { readonly warnings: readonly string[] } {
  const state = readDocument('phase_state.json', () => readFileSync(phaseStatePath(root), 'utf8'), failures);
  if (state !== undefined) {
    checkState(state, run, failures);
  }
  const summary = readDocument(
    'phase_summary.json',
    () => readFileSync(phaseSummaryPath(root), 'utf8'),
    failures,
  );
  checkSteps(root, summary, failures);
  return { warnings: warningsOf(summary ?? {}) };
}

function checkState(
  { current_phase: phase, updated_at }: JsonObject,
  run: Result<'run/show'> | undefined,
  failures: string[],
): void {
  if (phase === 'deny' || phase === 'fatal_error') {
    failures.push(`phase is ${phase}`);
  }
  if (run?.ended_at && updated_at !== run.ended_at) {
    failures.push(`phase_state.json is not of run ${run.run_id}: run it with --step-logs`);
  }
}

function checkSteps(root: string, summary: JsonObject | undefined, failures: string[]): void {
  const listed = Array.isArray(summary?.['steps']) ? (summary['steps'] as readonly unknown[]) : [];
  const numbers = listed.flatMap((step) => numberIn(step));
  if (numbers.length === 0) {
    failures.push('no step log');
  }
  for (const number of numbers) {
    const name = stepFileName(number);
    const log = readDocument(name, () => readStepFile(root, number), failures);
    if (log?.['stopped'] === true) {
      failures.push(`${name} has stopped=true`);
    }
  }
}

function numberIn(step: unknown): readonly number[] {
  const number = typeof step === 'object' && step !== null ? (step as JsonObject)['step_num'] : undefined;
  return typeof number === 'number' && Number.isSafeInteger(number) && number > 0 ? [number] : [];
}

/** Things to know that make nothing wrong. */
function warningsOf(summary: JsonObject): readonly string[] {
  const loop = (summary['job_loop'] ?? {}) as JsonObject;
  const { current_job_index: index, max_jobs: most } = loop;
  const isBeyond = typeof index === 'number' && typeof most === 'number' && index > most;
  const looped =
    loop['enabled'] !== true
      ? []
      : [
          ...(loop['completed'] === true ? [] : ['job_loop enabled but not completed']),
          ...(summary['job_payload_present'] === true ? [] : ['job_payload_present=false']),
          ...(isBeyond ? [`job_index (${index}) > max_jobs (${most})`] : []),
          ...(summary['job_result_written'] === true ? [] : ['job_result_written=false']),
        ];
  return [...looped, ...(summary['is_experimental'] === true ? ['experimental'] : [])];
}

/** A document of a file; one that is missing or broken is a failure, never a crash. */
function readDocument(name: string, read: () => string, failures: string[]): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(read());
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return value as JsonObject;
    }
    failures.push(`${name} is not an object`);
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    failures.push(isMissing ? `${name} is missing` : `${name} cannot be read: ${fileFault(error)}`);
  }
  return undefined;
}
