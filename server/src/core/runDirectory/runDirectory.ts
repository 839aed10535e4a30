import type { JsonObject } from '#protocol/json';
import type { runFileNames } from '#protocol/runFiles';
import type { RunlogRow } from '../runlog/runlogRow';

/** A file of a run directory. */
export type RunFileName = (typeof runFileNames)[number];

/** The texts of those files of a directory that are there. */
export type RunFiles = Partial<Readonly<Record<RunFileName, string>>>;

/** The documents of a run directory beside its log; `null` where there is none that can be read. */
export interface RunDocuments {
  readonly manifest: JsonObject | null;
  readonly report: JsonObject | null;
  readonly report_markdown: string | null;
  readonly inputs: JsonObject | null;
  readonly eval: JsonObject | null;
  readonly seed: JsonObject | null;
  readonly pack_manifest: JsonObject | null;
}

/** A run as its directory tells of it; times and status are guessed from the log where no manifest names them. */
export interface DirectoryRun {
  readonly run_id: string;
  readonly trace_id: string | null;
  readonly session_id: string | null;
  readonly created_at_utc: string;
  readonly ended_at: string | null;
  readonly status: string;
  readonly termination_reason: string | null;
  readonly message: string | null;
  readonly fingerprint: string | null;
  readonly plan_id: string | null;
  readonly plan_hash: string | null;
  readonly experimental: boolean;
  readonly report_gate_pass: boolean | null;
  readonly eval_pass: boolean | null;
  readonly rows: readonly RunlogRow[];
  readonly corruptRows: number;
  /** What was missing or could not be read, one sentence each. */
  readonly warnings: readonly string[];
  readonly documents: RunDocuments;
}
