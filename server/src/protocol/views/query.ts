import { z } from 'zod';
import { id } from '../methods/shapes';
import type { NamedQuery } from '../methods/traces/savedQueries';

const q = z.string().max(8192);

/** The query that a view of answers shows; empty for one that nobody has written yet. */
export const queryTarget = z.object({ q });

/** One of {@link queryTarget}. */
export type QueryTarget = z.infer<typeof queryTarget>;

/** Everything a view of answers may ask for. */
export const fromQuery = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ask'), q }),
  z.strictObject({ type: z.literal('check'), q, offset: z.int().min(0).max(8192) }),
  z.strictObject({ type: z.literal('save'), q }),
  z.strictObject({ type: z.literal('delete'), name: z.string().max(64) }),
  z.strictObject({ type: z.literal('openSpan'), trace_id: id, span_id: z.string().max(100) }),
]);

/** One of {@link fromQuery}. */
export type FromQuery = z.infer<typeof fromQuery>;

/** Something wrong in a query; the column counts from 1. */
export interface QueryProblem {
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly column: number;
}

/** Something that may stand at the cursor, and what it takes the place of. */
export interface QueryOffer {
  readonly label: string;
  readonly detail: string;
  readonly insert: string;
  readonly start: number;
  readonly end: number;
}

/** A value with its name, harmless to show. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** A span that matched. */
export interface AnsweredSpan {
  readonly span_id: string;
  readonly name: string;
  readonly status: string;
  readonly duration_ms: number | null;
  readonly selected: readonly NamedText[];
}

/** A trace in which spans matched. */
export interface AnsweredTrace {
  /** The id of its run, where it is the trace of one. */
  readonly trace_id: string;
  readonly title: string;
  readonly started_at: string;
  readonly duration_ms: number;
  readonly matched: number;
  readonly sets: readonly {
    readonly attributes: readonly NamedText[];
    readonly spans: readonly AnsweredSpan[];
  }[];
}

/** Numbers over time. */
export interface AnsweredSeries {
  readonly start_us: number;
  readonly step_us: number;
  readonly lines: readonly { readonly label: string; readonly values: readonly (number | null)[] }[];
}

/** What a query found: traces, or numbers over time. */
export interface QueryAnswer {
  readonly q: string;
  readonly traces: readonly AnsweredTrace[];
  /** Null for a query that finds spans. */
  readonly series: AnsweredSeries | null;
  /** Why the answer is not whole. */
  readonly partial: 'time' | 'spans' | null;
  readonly spans_read: number;
}

/** Everything a view of answers is told. */
export type ToQuery =
  | { readonly type: 'queries'; readonly items: readonly NamedQuery[] }
  | {
      readonly type: 'checked';
      readonly q: string;
      readonly problems: readonly QueryProblem[];
      readonly offers: readonly QueryOffer[];
    }
  | { readonly type: 'answer'; readonly answer: QueryAnswer }
  | { readonly type: 'refused'; readonly q: string; readonly message: string };

/** Every text of the view of answers. */
export interface QueryStrings {
  readonly states: Readonly<Record<string, string>>;
  readonly words: Readonly<Record<QueryWord, string>>;
}

/** The names of the texts of the view of answers. */
export type QueryWord =
  | 'ask'
  | 'asking'
  | 'average'
  | 'chart'
  | 'column'
  | 'delete'
  | 'found'
  | 'hint'
  | 'keys'
  | 'last'
  | 'least'
  | 'matched'
  | 'most'
  | 'noneFound'
  | 'offers'
  | 'partialSpans'
  | 'partialTime'
  | 'query'
  | 'ready'
  | 'save'
  | 'saved'
  | 'series'
  | 'span'
  | 'started'
  | 'title'
  | 'tooMany'
  | 'welcome';
