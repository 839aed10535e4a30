import { z } from 'zod';
import type { RunEffects } from '../methods/effects';
import { id } from '../methods/shapes';

/** Which run a report is about. */
export const reportTarget = z.object({ run_id: id });

/** One of {@link reportTarget}. */
export type ReportTarget = z.infer<typeof reportTarget>;

/** Everything a report may ask for. */
export const fromRunReport = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('copy') }),
  z.strictObject({ type: z.literal('export'), format: z.enum(['json', 'markdown']) }),
  z.strictObject({ type: z.literal('openTrace') }),
  z.strictObject({ type: z.literal('openPlan') }),
  z.strictObject({ type: z.literal('rerun') }),
  z.strictObject({ type: z.literal('openChange'), preview_id: id }),
  z.strictObject({ type: z.literal('openFile'), path: z.string().max(4000) }),
  z.strictObject({ type: z.literal('openLocation'), location: z.string().max(2000) }),
  z.strictObject({ type: z.literal('openArtifact'), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  z.strictObject({ type: z.literal('read') }),
]);

/** One of {@link fromRunReport}. */
export type FromRunReport = z.infer<typeof fromRunReport>;

/** How long one step took, and how much of that a person was waited for. */
export interface ReportStep {
  readonly step_id: string;
  readonly title: string | null;
  readonly tool: string | null;
  readonly visit: number;
  readonly status: string;
  readonly attempts: number;
  readonly error: string | null;
  readonly is_carried: boolean;
  readonly started_at: string | null;
  readonly duration_ms: number | null;
}

/** One decision of a person or of a standing rule. */
export interface ReportApproval {
  readonly approval_id: string;
  readonly subject_type: string;
  readonly about: string;
  readonly status: string;
  readonly actor: string | null;
  readonly source: string | null;
  readonly reason: string | null;
  readonly requested_at: string;
  readonly decided_at: string | null;
  readonly wait_ms: number | null;
}

/** One effect and by whose leave it happened; the same call judged several times is one line. */
export type ReportEffect = Omit<RunEffects['effects'][number], 'names'> & {
  readonly names: readonly string[];
  readonly is_linked: boolean;
};

/** A run as its report draws it. All texts are harmless to show. */
export interface ReportDocument {
  readonly run_id: string;
  readonly trace_id: string;
  readonly session_id: string;
  readonly title: string;
  readonly version: number;
  readonly status: string;
  readonly is_over: boolean;
  readonly is_dry: boolean;
  readonly summary: string;
  readonly failure: {
    readonly step_id: string | null;
    readonly message: string;
    readonly attempts: number;
    readonly error_code: string | null;
    readonly needs_new_version: boolean;
  } | null;
  readonly started_at: string | null;
  readonly ended_at: string | null;
  readonly duration_ms: number | null;
  readonly active_ms: number | null;
  readonly steps: readonly ReportStep[];
  readonly effects: readonly ReportEffect[];
  /** Calls that only read, or did nothing. */
  readonly quiet_count: number;
  readonly files: RunEffects['files'];
  readonly checks: RunEffects['checks'];
  readonly approvals: readonly ReportApproval[];
  readonly artifacts: readonly {
    readonly step_id: string;
    readonly name: string;
    readonly media_type: string;
    readonly size: number;
    readonly sha256: string;
  }[];
  readonly next_commands: readonly string[];
}

/** Everything a report is told. */
export type ToRunReport =
  | { readonly type: 'report'; readonly report: ReportDocument }
  | { readonly type: 'copied' }
  | { readonly type: 'unreadable'; readonly message: string };

/** Every text of the run report. */
export interface ReportStrings {
  readonly states: Readonly<Record<string, string>>;
  readonly words: Readonly<Record<ReportWord, string>>;
}

/** The names of the report's texts. */
export type ReportWord =
  | 'active'
  | 'approvals'
  | 'approvedBy'
  | 'artifacts'
  | 'attempts'
  | 'carried'
  | 'chart'
  | 'checkFailed'
  | 'checkPassed'
  | 'checks'
  | 'copied'
  | 'copy'
  | 'create'
  | 'delete'
  | 'denied'
  | 'dryRun'
  | 'effects'
  | 'exportJson'
  | 'exportMarkdown'
  | 'failedAt'
  | 'failedRun'
  | 'files'
  | 'forPeople'
  | 'modify'
  | 'more'
  | 'needsNewVersion'
  | 'next'
  | 'noFiles'
  | 'notYet'
  | 'openPlan'
  | 'openTrace'
  | 'plan'
  | 'quiet'
  | 'rerun'
  | 'rule'
  | 'seeChange'
  | 'started'
  | 'steps'
  | 'subjectDecision'
  | 'subjectPlan'
  | 'subjectPreview'
  | 'subjectRollback'
  | 'subjectStep'
  | 'undone'
  | 'unreadable'
  | 'waited'
  | 'working';
