import { z } from 'zod';
import { spanView } from './records';
import { method } from './shapes';

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

const tracesFound = z.object({
  trace_id: z.string(),
  run_id: z.string().nullable(),
  root_name: z.string(),
  span_count: z.int(),
  matched_count: z.int(),
  /** The first of the spans that matched. */
  spans: z.array(spanView),
});

const q = z.string().max(8192);

/** Requests in TraceQL or its short form. */
export const queryMethods = {
  'trace/check': method(
    'viewer',
    null,
    z.strictObject({ q, offset: z.int().min(0).optional() }),
    z.object({ problems: z.array(problem), offers: z.array(offer), is_series: z.boolean() }),
  ),
  /** Newest traces first, as many as `limit`; `is_partial` when the budget of spans ended before the record did. */
  'trace/query': method(
    'viewer',
    null,
    z.strictObject({ q, limit: z.int().min(1).max(500).default(50) }),
    z.object({ items: z.array(tracesFound), is_partial: z.boolean(), spans_read: z.int() }),
  ),
};
