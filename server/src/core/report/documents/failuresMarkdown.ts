import { failureReason, oneLine } from '../failureText';
import { policySnapshotText } from '../policySnapshot';
import type { RunReport } from '../runReport';

/** The last failed runs for people: what failed in each, why, and how to look closer (FLOW-28). */
export function failuresMarkdown(reports: readonly RunReport[]): string {
  const count = `${reports.length} failed run${reports.length === 1 ? '' : 's'}, newest first.`;
  const sections = reports.flatMap(section);
  return ['# Holdpoint Failures', '', reports.length === 0 ? 'No failed runs.' : count, '', ...sections].join(
    '\n',
  );
}

function section(report: RunReport): readonly string[] {
  const { payload_preview } = report.context_digest;
  const bullets = {
    run_id: report.run_id,
    trace_id: report.trace_id,
    status: report.status,
    ended_at: report.ended_at ?? 'null',
    failed_node_id: report.failed_node_id ?? 'null',
    attempts: report.attempts,
    reason: failureReason(report) || report.summary,
    policy: policySnapshotText(report.policy_snapshot),
    payload_preview,
    next: report.next_commands[0] ?? '',
  };
  const title = plain(`${report.plan.title} (version ${report.plan.version})`);
  return [
    `## ${title}`,
    '',
    ...Object.entries(bullets).map(([key, value]) => `- ${key}: ${plain(value)}`),
    '',
  ];
}

/** A value keeps to its line and is no markup. */
function plain(value: string | number): string {
  return oneLine(String(value)).replace(/[\\`*_[\]<>#|]/g, '\\$&');
}
