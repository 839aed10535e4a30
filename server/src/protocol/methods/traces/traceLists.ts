import { z } from 'zod';
import { spanView, traceSummary } from '../records';
import { jsonObject, listOf, method, paging } from '../shapes';
import { partialReason, plainValue, spanFound } from './queries';

/** One trace of a list; with a query, what that found in it. */
const traceListed = traceSummary.extend({
  matched_count: z.int().nullable(),
  spansets: z.array(z.object({ attributes: z.record(z.string(), plainValue), matched: z.int() })),
});

/** A line of `trace list` as every door shows it. */
export type TraceListed = z.infer<typeof traceListed>;

const q = z.string().max(8192).optional();
const status = z.enum(['OK', 'ERROR']).optional();
const partial = { is_partial: z.boolean(), partial_reason: partialReason };

/** Requests that list traces or single spans, and that take them out of files. */
export const traceListMethods = {
  /** With a query only traces that it finds, of which the newest 500 are looked at; `pick` is what its short form picks. */
  'trace/list': method(
    'viewer',
    null,
    z.strictObject({ q, status, sort: z.enum(['start', 'duration', 'cost']).default('start'), ...paging }),
    listOf(traceListed).extend({ pick: z.array(z.string()), ...partial }),
  ),
  /** Spans of any trace, the newest first; with a query those that it finds, trace by trace, in the newest 500 that match. */
  'trace/search': method(
    'viewer',
    null,
    z.strictObject({ q, status, timeout_only: z.boolean().default(false), ...paging }),
    listOf(spanFound).extend(partial),
  ),
  /** Takes spans out of a file of another flow runner into the record; the same span again is kept once. */
  'trace/import': method(
    'operator',
    null,
    z.strictObject({
      spans: z
        .array(
          z.object({ ...spanView.shape, otlp: jsonObject.describe('SpanWire, with the events of the span') }),
        )
        .max(2000),
    }),
    z.object({ accepted: z.int(), rejected: z.int(), message: z.string() }),
  ),
};
