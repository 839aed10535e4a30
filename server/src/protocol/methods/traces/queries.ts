import { z } from 'zod';
import { spanView } from '../records';
import { method } from '../shapes';

const problem = z.object({
  severity: z.enum(['error', 'warning']),
  message: z.string(),
  /** Counts from 1. */
  column: z.int(),
});

const offer = z.object({
  label: z.string(),
  detail: z.string(),
  insert: z.string(),
  /** Offsets of what it replaces. */
  start: z.int(),
  end: z.int(),
});

/** A value that a query has computed: a status or kind by its word, a duration as it is written, several as a list. */
export const plainValue = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.unknown())]);

/** Names of values that are integers beyond what a number holds; they stand there as the text of their digits. */
const wide = z.array(z.string()).optional();

/** A span that a query has found, with the columns of `select()`. */
export const spanFound = z.object({ ...spanView.shape, selected: z.record(z.string(), plainValue), wide });

/** One span of an answer. */
export type SpanFound = z.infer<typeof spanFound>;

/** Spans that belong together, with what `by()` and the aggregates found out about them. */
const spansetFound = z.object({
  attributes: z.record(z.string(), plainValue),
  wide,
  /** Spans of the set in all. */
  matched: z.int(),
  /** The first of them. */
  spans: z.array(spanFound),
});

const traceFound = z.object({
  trace_id: z.string(),
  run_id: z.string().nullable(),
  root_name: z.string(),
  root_service: z.string(),
  start_us: z.number(),
  /** From the first start to the last end of its spans. */
  duration_ms: z.number(),
  span_count: z.int(),
  matched_count: z.int(),
  spansets: z.array(spansetFound),
});

/** One trace of an answer. */
export type TraceFound = z.infer<typeof traceFound>;

/** Why an answer is not whole: its budget of time or of spans was spent. */
export const partialReason = z.enum(['time', 'spans']).nullable();

const q = z.string().max(8192);

/** Requests in TraceQL or its short form. */
export const queryMethods = {
  'trace/check': method(
    'viewer',
    null,
    z.strictObject({ q, offset: z.int().min(0).optional() }),
    z.object({ problems: z.array(problem), offers: z.array(offer), is_series: z.boolean() }),
  ),
  /** What the newest spans hold: names of attributes and what they mostly are, values as queries write them. */
  'trace/facts': method(
    'viewer',
    null,
    z.strictObject({}),
    z.object({
      attributes: z.array(
        z.object({
          scope: z.enum(['span', 'resource', 'event']),
          name: z.string(),
          values: z.array(z.string()),
        }),
      ),
      intrinsics: z.record(z.string(), z.array(z.string())),
    }),
  ),
  /** Newest traces first, as many as `limit`; `is_partial` when a budget ended before the record did. */
  'trace/query': method(
    'viewer',
    'POST /traces/query',
    z.strictObject({
      q,
      limit: z.int().min(1).max(500).default(50),
      /** Spans that are sent of each spanset. */
      span_limit: z.int().min(1).max(500).default(3),
      /** Only traces that started in this range; microseconds, its end excluded. */
      start_us: z.number().min(0).optional(),
      end_us: z.number().min(0).optional(),
    }),
    z.object({
      items: z.array(traceFound),
      /** What the short form picks, in its order; empty without `pick()`. */
      pick: z.array(z.string()),
      is_partial: z.boolean(),
      partial_reason: partialReason,
      spans_read: z.int(),
    }),
  ),
  /** Numbers over time of a metrics query; without a range that of all spans, without a step about 240 of them. */
  'trace/series': method(
    'viewer',
    null,
    z.strictObject({
      q,
      start_us: z.number().min(0).optional(),
      /** Excluded. */
      end_us: z.number().min(0).optional(),
      step_us: z.number().min(1000).optional(),
    }),
    z.object({
      start_us: z.number(),
      step_us: z.number(),
      /** Steps, and so the values of each series. */
      count: z.int(),
      series: z.array(
        z.object({
          /** `wide` as of the names above. */
          labels: z.array(
            z.object({ name: z.string(), value: plainValue, wide: z.literal(true).optional() }),
          ),
          /** One for each step; null where there is no number. */
          values: z.array(z.number().nullable()),
        }),
      ),
      is_partial: z.boolean(),
      partial_reason: partialReason,
      spans_read: z.int(),
    }),
  ),
};
