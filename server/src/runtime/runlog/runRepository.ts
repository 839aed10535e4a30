import type { RunlogRow } from '../../core/runlog/runlogRow';
import type { RunlogSummary } from '../../core/runlog/runlogSummary';

/** One page of a run's log with the summary of all of it (LOG-01). */
export interface RunlogPage {
  readonly run_id: string;
  readonly total: number;
  readonly rows: readonly RunlogRow[];
  readonly summary: RunlogSummary;
}

/** Which rows of a log are asked for. */
export interface RunlogQuery {
  readonly type?: string | undefined;
  readonly limit: number;
  readonly offset: number;
}

/** What the list of runs says of one beside its state (LOG-10). */
export interface RunIndexEntry {
  readonly run_id: string;
  readonly run_dir: string | null;
  readonly created_at_utc: string;
  readonly status: string;
  readonly termination_reason: string | null;
  readonly fingerprint: string | null;
  readonly stage_retry_count: number;
  readonly stage_failure_count: number;
  readonly max_stage_attempts: number;
  readonly report_gate_pass: boolean | null;
  readonly eval_pass: boolean | null;
  readonly plan_hash: string | null;
  readonly experimental: boolean | null;
}

/** Which runs are asked for; newest first, then by id (LOG-15). */
export interface RunIndexQuery {
  readonly status?: string | undefined;
  readonly plan?: string | undefined;
  readonly session_id?: string | undefined;
  readonly fingerprint?: string | undefined;
  readonly since?: string | undefined;
  readonly limit: number;
  readonly offset: number;
}

/** Where finished runs are looked up: in the store, or in the directories of runs. Both answer byte for byte alike. */
export interface RunRepository {
  list(query: RunIndexQuery): Promise<{ readonly total: number; readonly items: readonly RunIndexEntry[] }>;
  /** NOT_FOUND for a run that there is not, or of which there is no log. */
  runlog(runId: string, query: RunlogQuery): Promise<RunlogPage>;
}
