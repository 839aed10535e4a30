import type { Result } from '#protocol/methods';
import type { ApprovalView } from '#protocol/methods/approvals';
import type { Asking } from '../plan/planFacts';

/** The parts of a run's report that its view draws, as the server writes them. */
export interface WrittenReport {
  readonly run_id: string;
  readonly trace_id: string;
  readonly session_id: string;
  readonly plan: { readonly title: string; readonly version: number };
  readonly status: string;
  readonly summary: string;
  readonly failed_step_id: string | null;
  readonly attempts: number;
  readonly error_code: string | null;
  readonly end_reason: { readonly code: string; readonly message: string } | null;
  readonly started_at: string | null;
  readonly ended_at: string | null;
  readonly duration_ms: number | null;
  readonly active_ms: number | null;
  readonly context_digest: { readonly last_error: { readonly message: string } | null };
  readonly steps: readonly {
    readonly step_id: string;
    readonly title: string | null;
    readonly tool: string | null;
    readonly visit: number;
    readonly status: string;
    readonly attempts: number;
    readonly error: { readonly message: string } | null;
    readonly carried_from: string | null;
    readonly started_at: string | null;
    readonly duration_ms: number | null;
  }[];
  readonly artifacts: readonly {
    readonly step_id: string;
    readonly name: string;
    readonly media_type: string;
    readonly size: number;
    readonly sha256: string;
  }[];
  readonly next_commands: readonly string[];
}

/** Everything that the server knows about a run and that its report shows. */
export interface ReportFacts {
  readonly report: WrittenReport;
  readonly effects: Result<'run/effects'>;
  /** Of the run and of its plan version, oldest first. */
  readonly approvals: readonly ApprovalView[];
  readonly isDry: boolean;
  readonly needsReplan: boolean;
}

/** Reads what a report shows. */
export async function readReportFacts(line: Asking, runId: string): Promise<ReportFacts> {
  const [{ report }, effects, run] = await Promise.all([
    line.request('run/report', { run_id: runId }),
    line.request('run/effects', { run_id: runId }),
    line.request('run/show', { run_id: runId }),
  ]);
  const written = report as unknown as WrittenReport;
  const { session_id } = written;
  const [session, { items }] = await Promise.all([
    line.request('session/show', { session_id }),
    line.request('approval/list', { session_id, limit: 500 }),
  ]);
  const isOwn = ({ run_id, subject_type, shown }: ApprovalView) =>
    run_id === run.run_id || (subject_type === 'plan' && shown['version'] === run.plan_version);
  return {
    report: written,
    effects,
    approvals: items
      .filter(isOwn)
      .toReversed()
      .toSorted((left, right) => left.created_at.localeCompare(right.created_at)),
    isDry: run.mode === 'dry_run',
    needsReplan: session.needs_replan && session.run_id === run.run_id,
  };
}
