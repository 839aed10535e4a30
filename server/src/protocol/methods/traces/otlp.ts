import { z } from 'zod';
import type { ResourceSpans } from '../../otlp/otlp';
import { id, json, method } from '../shapes';

/** Checked span by span where they are read: one that is wrong costs itself, not its request. */
const groups = z.array(json).max(100_000);

/** Requests that take and give traces in the form of OTLP. */
export const otlpMethods = {
  /** Keeps spans of other programs; answered when they are durable. The same span again is accepted and kept once. */
  'span/receive': method(
    'operator',
    null,
    z.strictObject({ resourceSpans: groups }),
    z.object({
      accepted: z.int(),
      rejected: z.int(),
      /** Why spans were rejected; empty when all were accepted. */
      rejections: z.array(z.object({ reason: z.string(), count: z.int() })),
    }),
  ),
  /** A trace as a document of OTLP; spans that are still open are left out. */
  'trace/otlp': method(
    'viewer',
    'GET /runs/{trace_id}/otlp',
    z.strictObject({
      trace_id: id.describe('a trace id, a run id, or `latest`'),
      /** Whether inputs, outputs and arguments are told too, redacted as they are stored. */
      content: z.boolean().default(false),
    }),
    z.object({ resourceSpans: z.custom<ResourceSpans[]>(Array.isArray) }),
  ),
};
