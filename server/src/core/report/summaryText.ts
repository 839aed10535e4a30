import type { StepRunRow } from '#protocol/rows';
import { failedStep, type RunHistory } from './runHistory';

/** One sentence on how a run stands or ended. */
export function summaryText(history: RunHistory): string {
  const { run, steps } = history;
  const failed = failedStep(history);
  if (run.status === 'succeeded') {
    const skipped = steps.filter(({ status }) => status === 'skipped').length;
    const done = steps.filter(({ status }) => status === 'succeeded').length;
    return `Run succeeded: ${done} ${done === 1 ? 'step' : 'steps'} succeeded, ${skipped} skipped.`;
  }
  if (failed !== undefined && run.end_code !== 'max_visits_reached') {
    return failedStepText(failed, run.end_message);
  }
  return openText(history);
}

/** Of a run that halted at no step: what it is at, or why it ended. */
function openText({ run, steps }: RunHistory): string {
  const working = steps.filter(({ status }) => status === 'running').map(({ step_id }) => `'${step_id}'`);
  if (run.status === 'running' && working.length > 0) {
    return `Run running: step ${working.join(', ')}.`;
  }
  const { end_message } = run;
  return end_message === null || end_message === ''
    ? `Run ${run.status}.`
    : `Run ${run.status}: ${end_message}`;
}

function failedStepText(
  { step_id, status, attempts, error_message }: StepRunRow,
  end: string | null,
): string {
  const message = error_message ?? end ?? '';
  return status === 'denied'
    ? `Step '${step_id}' was denied: ${message}`
    : `Step '${step_id}' failed after ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}: ${message}`;
}
