import { AppError } from '#protocol/errors';
import type { Result } from '#protocol/methods';
import { bodyOf } from '../../failure';
import type { Degraded } from '../tracing/lostTraces';
import type { ShownRun } from './summaryFile';

/** What a run leaves to whoever called it: inputs, the output of each step, and which of them failed. */
export function resultContext(run: ShownRun, degraded?: Degraded): Readonly<Record<string, unknown>> {
  const { run_id, trace_id, session_id, plan_version, status, end_reason, inputs, steps } = run;
  return {
    ...{ run_id, trace_id, session_id, plan_version, status, end_reason, inputs },
    steps: Object.fromEntries(
      steps.map((step) => [step.step_id, { status: step.status, output: step.output }]),
    ),
    errors: errorsOf(run),
    ...(degraded && { degraded }),
  };
}

/** Which steps failed and how each stood, beside the one because of which the run did not succeed (FLOW-09). */
export function failureContext(run: ShownRun): Readonly<Record<string, unknown>> {
  const failed = failedStep(run);
  return {
    errors: errorsOf(run),
    failed_node_id: failed?.step_id ?? null,
    failed_exception_type: failed?.error?.code ?? run.end_reason?.code ?? null,
    failed_message: failed?.error?.message ?? run.end_reason?.message ?? null,
    steps: run.steps.map(({ step_id, status }) => ({ node_id: step_id, status })),
  };
}

function errorsOf(run: ShownRun) {
  return failedSteps(run).map(({ step_id, error }) => ({
    node_id: step_id,
    exception: error?.code ?? null,
    message: error?.message ?? null,
  }));
}

function failedStep(run: ShownRun): ShownRun['steps'][number] | undefined {
  return run.steps.find(({ stopped, status }) => stopped && status !== 'skipped') ?? failedSteps(run)[0];
}

/** A step that was skipped says why, which is no error. */
function failedSteps({ steps }: ShownRun): ShownRun['steps'] {
  return steps.filter(({ status, error }) => error !== null && status !== 'skipped');
}

/** The failure object of a run that did not succeed: the error body of §1.11 with the report in its details. */
export function failureDocument(
  run: ShownRun,
  report: Result<'run/report'>['report'],
  degraded?: Degraded,
): Readonly<Record<string, unknown>> {
  const { run_id, trace_id, session_id, status } = run;
  const failed = failedStep(run);
  const details = { session_id, status, context: failureContext(run), report, ...(degraded && { degraded }) };
  const place = { run_id, trace_id, ...(failed && { step_id: failed.step_id }) };
  const message = run.end_reason?.message || `the run has ${status}`;
  if (status === 'cancelled') {
    return { error: 'cancelled', error_code: 'CANCELLED', message, ...place, details };
  }
  const stage = failed && { stage_node: failed.step_id, attempts: failed.attempts };
  const code = status === 'denied' ? 'DENIED' : 'ORCH_STAGE_FAILED';
  return { ...bodyOf(new AppError(code, message, { ...place, ...stage, ...details })) };
}
