import { isFailure } from './failureText';
import type { RunReport } from './runReport';

/** One line of the diary of failures (FLOW-14). */
export interface DiaryEntry {
  readonly timestamp: string;
  readonly trace_id: string;
  readonly failed_node_id: string | null;
  readonly summary: string;
  readonly policy_snapshot: RunReport['policy_snapshot'];
  readonly context_digest: RunReport['context_digest'];
  readonly run_id: string;
  /** Names the exact input in the content store: `rerun` and `--resume` start from it. */
  readonly input_sha256: string;
}

/** The diary's entry for a failed run; `null` for any other. */
export function diaryEntry(report: RunReport, inputSha256: string): DiaryEntry | null {
  if (!isFailure(report)) {
    return null;
  }
  const { trace_id, failed_node_id, summary, policy_snapshot, context_digest, run_id, ended_at } = report;
  return {
    timestamp: ended_at ?? '',
    trace_id,
    failed_node_id,
    summary,
    policy_snapshot,
    context_digest,
    run_id,
    input_sha256: inputSha256,
  };
}
