import { failedStep, type RunHistory } from './runHistory';

/** One sentence on how a run stands or ended. */
export function summaryText(history: RunHistory): string {
  const { run, steps } = history;
  const failed = failedStep(history);
  if (run.status === 'succeeded') {
    const skipped = steps.filter(({ status }) => status === 'skipped').length;
    const done = steps.filter(({ status }) => status === 'succeeded').length;
    return `Run succeeded: ${count(done, 'step')} succeeded, ${skipped} skipped.`;
  }
  if (failed !== undefined) {
    const message = failed.error_message ?? run.end_message ?? '';
    return failed.status === 'denied'
      ? `Step '${failed.step_id}' was denied: ${message}`
      : `Step '${failed.step_id}' failed after ${count(failed.attempts, 'attempt')}: ${message}`;
  }
  const { end_message } = run;
  return end_message === null || end_message === ''
    ? `Run ${run.status}.`
    : `Run ${run.status}: ${end_message}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
