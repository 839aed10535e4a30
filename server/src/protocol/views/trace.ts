import { z } from 'zod';
import { id } from '../methods/shapes';

/** Which run a trace is of, and the span that somebody wants to see first. */
export const traceTarget = z.object({ run_id: id, span_id: id.optional() });

/** One of {@link traceTarget}. */
export type TraceTarget = z.infer<typeof traceTarget>;

const spanId = z.string().regex(/^[0-9a-f]{16}$/);

/** Everything a trace view may ask for. */
export const fromTrace = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('details'), span_id: spanId, step_id: id.nullable() }),
  z.strictObject({ type: z.literal('find'), text: z.string().min(1).max(1000) }),
  z.strictObject({ type: z.literal('openLocation'), location: z.string().max(2000) }),
  z.strictObject({ type: z.literal('openChange'), preview_id: id }),
  z.strictObject({ type: z.literal('openStep'), step_id: id }),
  z.strictObject({ type: z.literal('openArtifact'), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  z.strictObject({ type: z.literal('openFile'), path: z.string().max(4000) }),
  z.strictObject({ type: z.literal('openApproval'), approval_id: id }),
  z.strictObject({ type: z.literal('openReport') }),
  z.strictObject({ type: z.literal('read') }),
]);

/** One of {@link fromTrace}. */
export type FromTrace = z.infer<typeof fromTrace>;

/** Spans as columns, as the view keeps them; an index leads to one of `texts`, whose first is empty. */
export interface SpanColumns {
  readonly count: number;
  readonly start_us: Float64Array;
  /** NaN while a span is open. */
  readonly end_us: Float64Array;
  /** The halves of each id. */
  readonly id: Uint32Array;
  /** Zeros for a root. */
  readonly parent: Uint32Array;
  readonly kind: Uint32Array;
  readonly status: Uint32Array;
  readonly name: Uint32Array;
  readonly service: Uint32Array;
  readonly error: Uint32Array;
  readonly texts: readonly string[];
}

/** Somebody, or a rule, who allowed or refused what the run did. */
export interface TraceDecider {
  readonly name: string;
  readonly kind: 'person' | 'rule';
  readonly verdict: 'allowed' | 'denied';
  readonly count: number;
  /** Where the rule stands, when that is a file. */
  readonly location: string | null;
}

/** A file that the run changed. */
export interface TraceFile {
  readonly path: string;
  readonly op: 'create' | 'modify' | 'delete';
  readonly step_id: string | null;
  readonly preview_id: string | null;
  readonly is_undone: boolean;
}

/** What stands above the tree: how the run went, who allowed it, what it changed. */
export interface TraceFacts {
  readonly run_id: string;
  readonly title: string;
  readonly version: number;
  readonly status: string;
  readonly is_over: boolean;
  readonly is_dry: boolean;
  readonly message: string | null;
  readonly deciders: readonly TraceDecider[];
  readonly files: readonly TraceFile[];
}

/** One judgement of policy over a call, and the approval under which it ran. */
export interface SpanDecision {
  readonly tool: string;
  readonly effect: string;
  readonly verdict: 'allow' | 'ask' | 'deny';
  readonly rule_id: string;
  readonly reason: string;
  readonly location: string;
  readonly is_linked: boolean;
  readonly approval_id: string | null;
  readonly actor: string | null;
  readonly source: string | null;
}

/** Everything about one span. All texts are harmless to show. */
export interface SpanDetails {
  readonly span_id: string;
  readonly step_id: string | null;
  readonly attributes: readonly { readonly name: string; readonly text: string }[];
  readonly events: readonly {
    readonly ts: string;
    readonly type: string;
    readonly level: string;
    readonly summary: string;
  }[];
  readonly event_count: number;
  readonly decisions: readonly SpanDecision[];
  readonly files: readonly TraceFile[];
  readonly artifacts: readonly {
    readonly name: string;
    readonly media_type: string;
    readonly size: number;
    readonly sha256: string;
  }[];
}

/** Everything a trace view is told. */
export type ToTrace =
  | {
      readonly type: 'spans';
      /** Whether these replace everything told before. */
      readonly is_first: boolean;
      /** Whether more pages follow at once. */
      readonly is_last: boolean;
      /** Spans of the trace in all. */
      readonly total: number;
      readonly columns: SpanColumns;
    }
  /** Null for a trace that belongs to no run: nothing is known of it but its spans. */
  | { readonly type: 'facts'; readonly facts: TraceFacts | null }
  | { readonly type: 'details'; readonly details: SpanDetails }
  | { readonly type: 'found'; readonly text: string; readonly total: number; readonly id: Uint32Array }
  | { readonly type: 'select'; readonly span_id: string }
  | { readonly type: 'unreadable'; readonly message: string };

/** Every text of the trace view. */
export interface TraceStrings {
  readonly states: Readonly<Record<string, string>>;
  readonly kinds: Readonly<Record<string, string>>;
  readonly words: Readonly<Record<TraceWord, string>>;
}

/** The names of the trace view's texts. */
export type TraceWord =
  | 'active'
  | 'actions'
  | 'allKinds'
  | 'allowed'
  | 'approvedBy'
  | 'artifacts'
  | 'attributes'
  | 'changes'
  | 'close'
  | 'collapseAll'
  | 'create'
  | 'decidedBy'
  | 'decisions'
  | 'delete'
  | 'denied'
  | 'details'
  | 'dryRun'
  | 'duration'
  | 'error'
  | 'errorsFirst'
  | 'events'
  | 'expandAll'
  | 'filesChanged'
  | 'firstError'
  | 'forPeople'
  | 'kindFilter'
  | 'keys'
  | 'loading'
  | 'modify'
  | 'moreEvents'
  | 'next'
  | 'noError'
  | 'noFiles'
  | 'noHits'
  | 'noRun'
  | 'nobody'
  | 'of'
  | 'openApproval'
  | 'openFile'
  | 'openPlan'
  | 'openReport'
  | 'overview'
  | 'plan'
  | 'previous'
  | 'rule'
  | 'running'
  | 'search'
  | 'service'
  | 'spanCount'
  | 'started'
  | 'step'
  | 'tree'
  | 'undone'
  | 'unreadable'
  | 'verdictAllow'
  | 'verdictAsk'
  | 'verdictDeny'
  | 'wholeTime'
  | 'zoomIn'
  | 'zoomOut';
