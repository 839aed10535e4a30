import { z } from 'zod';
import { eventView, spanView } from '../records';
import { id, method } from '../shapes';

const spanId = z.string().regex(/^[0-9a-f]{16}$/, 'a span id is 16 hexadecimal digits');

/** Little-endian numbers, one after the other, as base64. */
const column = z.string();

/** Some spans of a trace column by column; an entry of `columns` that names a text is its place in `texts`. */
export const spanPage = z.object({
  trace_id: z.string(),
  run_id: z.string().nullable(),
  /** Spans of the trace in all. */
  total: z.int(),
  /** Spans in this page. */
  count: z.int(),
  /** From where to ask for what comes after this page. */
  last_row: z.int(),
  /** Whether there was nothing after this page. */
  is_last: z.boolean(),
  columns: z.object({
    start_us: column.describe('float64, microseconds since the epoch'),
    end_us: column.describe('float64, NaN while the span is open'),
    id: column.describe('two uint32 per span: the high and the low half of its id'),
    parent: column.describe('two uint32 per span; zeros for a root'),
    kind: column.describe('uint32, a place in texts'),
    status: column.describe('uint32, a place in texts'),
    name: column.describe('uint32, a place in texts'),
    service: column.describe('uint32, a place in texts'),
    error: column.describe('uint32, a place in texts; 0 where there is none'),
  }),
  texts: z.array(z.string()),
});

/** One of {@link spanPage}. */
export type SpanPage = z.infer<typeof spanPage>;

/** Requests of views that draw whole traces, of any length, and look into single spans. */
export const traceMethods = {
  /** Spans in the order in which they were recorded; `spans` are sent once more, as they stand now. */
  'trace/columns': method(
    'viewer',
    null,
    z.strictObject({
      trace_id: id.describe('a trace id, a run id, or `latest`'),
      after_row: z.int().min(0).default(0),
      limit: z.int().min(1).max(50_000).default(20_000),
      spans: z.array(spanId).max(5000).default([]),
    }),
    spanPage,
  ),
  'trace/span': method(
    'viewer',
    null,
    z.strictObject({ trace_id: id, span_id: spanId, event_limit: z.int().min(1).max(500).default(200) }),
    z.object({ span: spanView, events: z.array(eventView), event_count: z.int() }),
  ),
  /** Spans whose name, error or attributes contain a text, in any case of letters. */
  'trace/find': method(
    'viewer',
    null,
    z.strictObject({
      trace_id: id.describe('a trace id, a run id, or `latest`'),
      text: z.string().min(1).max(1000),
      limit: z.int().min(1).max(10_000).default(1000),
    }),
    z.object({ trace_id: z.string(), total: z.int(), span_ids: z.array(z.string()) }),
  ),
};
