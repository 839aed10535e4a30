import { isFailure, oneLine } from './failureText';
import type { RunReport } from './runReport';

/** The report for people: a title, one bullet per scalar, policy and context as JSON (FLOW-10). */
export function reportMarkdown(report: RunReport): string {
  const title = isFailure(report) ? '# Holdpoint Failure Report' : '# Holdpoint Run Report';
  const bullets = Object.entries(report)
    .filter(([, value]) => value === null || typeof value !== 'object')
    .map(([key, value]) => `- ${key}: ${value === null ? 'null' : oneLine(String(value))}`);
  return [
    title,
    '',
    ...bullets,
    '',
    '## Policy Snapshot',
    '',
    jsonBlock(report.policy_snapshot),
    '',
    '## Context Digest',
    '',
    jsonBlock(report.context_digest),
    '',
  ].join('\n');
}

/** A fence longer than any run of backticks inside, so that no text ends the block. */
function jsonBlock(value: unknown): string {
  const text = JSON.stringify(value, null, 2);
  const longest = Math.max(2, ...[...text.matchAll(/`+/gu)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}json\n${text}\n${fence}`;
}
