import { z } from 'zod';
import type { Json, JsonObject } from '../json';
import { outsideId } from './ids';

/** An id that came from outside: refused before any file or row is touched when its form is wrong. */
export const id = z.string().regex(outsideId, 'an id has letters, digits, _ and -, at most 128');

/** Any JSON object, as inputs and attributes are. */
export const jsonObject = z.record(z.string(), z.unknown()) as unknown as z.ZodType<JsonObject>;

/** Any JSON value. */
export const json = z.unknown() as unknown as z.ZodType<Json>;

/** Paging of every list: 1..500 items from an offset. */
export const paging = { limit: z.int().min(1).max(500).default(50), offset: z.int().min(0).default(0) };

/** The answer of every list. */
export const listOf = <T extends z.ZodType>(item: T) =>
  z.object({
    count: z.int(),
    total: z.int(),
    limit: z.int(),
    offset: z.int(),
    items: z.array(item),
  });

/** A problem in a plan or policy, see protocol/problem. */
export const problem = z.object({
  code: z.string(),
  path: z.string(),
  line: z.int(),
  column: z.int(),
  message: z.string(),
});

/** A digest over canonical JSON. */
export const digestText = z.string().regex(/^sha256:[0-9a-f]{64}$/);

/** How one request is declared: what goes in, what comes out, and where it lives over HTTP. */
export interface MethodShape<In extends z.ZodType = z.ZodType, Out extends z.ZodType = z.ZodType> {
  readonly params: In;
  readonly result: Out;
  /** `VERB /path` below `/api/v1`, or null where HTTP has no such route. */
  readonly http: string | null;
  /** The least role that may call it. */
  readonly role: 'viewer' | 'operator' | 'approver';
}

/** Declares a method; a strict params schema makes every unknown key an error. */
export const method = <In extends z.ZodType, Out extends z.ZodType>(
  role: MethodShape['role'],
  http: string | null,
  params: In,
  result: Out,
): MethodShape<In, Out> => ({ role, http, params, result });

/** How a run stands. */
export const runStatus = z.enum([
  'queued',
  'preparing',
  'running',
  'awaiting_approval',
  'paused',
  'interrupted',
  'succeeded',
  'failed',
  'denied',
  'cancelled',
]);
