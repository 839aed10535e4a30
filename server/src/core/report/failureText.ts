import { policySnapshotText } from './policySnapshot';
import type { RunReport } from './runReport';

/** What a failed run says on stderr (FLOW-11); `null` for a run that has not failed. */
export function failureText(report: RunReport): string | null {
  if (!isFailure(report)) {
    return null;
  }
  return [
    'Flow failed.',
    `  trace_id: ${report.trace_id}`,
    `  failed_node: ${report.failed_node_id ?? 'none'}`,
    `  reason: ${oneLine(failureReason(report))}`,
    `  policy: ${policySnapshotText(report.policy_snapshot)}`,
    `  payload_preview: ${oneLine(report.context_digest.payload_preview)}`,
  ].join('\n');
}

/** Why a run failed: what ended it, which need not be what the last step said that went wrong. */
export function failureReason({ context_digest, end_reason }: RunReport): string {
  return end_reason?.message || context_digest.last_error?.message || '';
}

/** Whether a run ended in a way that must be told as a failure. */
export function isFailure({ status }: Pick<RunReport, 'status'>): boolean {
  return status === 'failed' || status === 'denied';
}

/** Keeps the text to its line, so that a message cannot pose as another field. */
export function oneLine(text: string): string {
  return text.trim().replace(/\s*[\r\n\u2028\u2029]+\s*/gu, ' ');
}
