import { policySnapshotText } from './policySnapshot';
import type { RunReport } from './runReport';

/** What a failed run says on stderr (FLOW-11); `null` for a run that has not failed. */
export function failureText(report: RunReport): string | null {
  if (!isFailure(report)) {
    return null;
  }
  const { last_error, payload_preview } = report.context_digest;
  const reason = last_error?.message ?? report.end_reason?.message ?? '';
  return [
    'Flow failed.',
    `  trace_id: ${report.trace_id}`,
    `  failed_node: ${report.failed_node_id ?? 'none'}`,
    `  reason: ${oneLine(reason)}`,
    `  policy: ${policySnapshotText(report.policy_snapshot)}`,
    `  payload_preview: ${oneLine(payload_preview)}`,
  ].join('\n');
}

/** Whether a run ended in a way that must be told as a failure. */
export function isFailure({ status }: Pick<RunReport, 'status'>): boolean {
  return status === 'failed' || status === 'denied';
}

/** Keeps the text to its line, so that a message cannot pose as another field. */
export function oneLine(text: string): string {
  return text.trim().replace(/\s*[\r\n\u2028\u2029]+\s*/gu, ' ');
}
