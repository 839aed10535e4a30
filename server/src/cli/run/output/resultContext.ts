import { AppError } from '#protocol/errors';
import type { Result } from '#protocol/methods';
import { bodyOf } from '../../failure';
import type { Degraded } from '../tracing/lostTraces';
import type { ShownRun } from './summaryFile';

/** What a run leaves to whoever called it: inputs, the output of each step, and which of them failed. */
export function resultContext(run: ShownRun, degraded?: Degraded): Readonly<Record<string, unknown>> {
  const { run_id, trace_id, session_id, plan_version, status, end_reason, inputs, steps } = run;
  const errors = steps.flatMap(({ step_id, error }) =>
    error === null ? [] : [{ node_id: step_id, exception: error.code, message: error.message }],
  );
  return {
    ...{ run_id, trace_id, session_id, plan_version, status, end_reason, inputs },
    steps: Object.fromEntries(
      steps.map((step) => [step.step_id, { status: step.status, output: step.output }]),
    ),
    errors,
    ...(degraded && { degraded }),
  };
}

/** The failure object of a run that did not succeed: the error body of §1.11 with the report in its details. */
export function failureDocument(
  run: ShownRun,
  report: Result<'run/report'>['report'],
  degraded?: Degraded,
): Readonly<Record<string, unknown>> {
  const { run_id, trace_id, session_id, status } = run;
  const failed = run.steps.find(({ stopped }) => stopped) ?? run.steps.find(({ error }) => error !== null);
  const place = { run_id, trace_id, ...(failed && { step_id: failed.step_id }) };
  const message = run.end_reason?.message || `the run has ${status}`;
  const lost = degraded && { degraded };
  if (status === 'cancelled') {
    return {
      error: 'cancelled',
      error_code: 'CANCELLED',
      message,
      ...place,
      details: { session_id, status, report, ...lost },
    };
  }
  const stage = failed && { stage_node: failed.step_id, attempts: failed.attempts };
  const code = status === 'denied' ? 'DENIED' : 'ORCH_STAGE_FAILED';
  return {
    ...bodyOf(new AppError(code, message, { ...place, ...stage, session_id, status, report, ...lost })),
  };
}
