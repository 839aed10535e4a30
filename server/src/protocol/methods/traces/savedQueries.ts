import { z } from 'zod';
import { listOf, method, paging } from '../shapes';

/** A query with a name: one that comes with the product, or one that a person has saved. */
export const namedQuery = z.object({
  name: z.string(),
  title: z.string(),
  sentence: z.string(),
  q: z.string(),
  /** Whether its answer is a series of numbers over time. */
  is_series: z.boolean(),
  /** Whether a person saved it; the others cannot be deleted. */
  is_saved: z.boolean(),
  updated_at: z.string().nullable(),
});

/** A named query as every door shows it. */
export type NamedQuery = z.infer<typeof namedQuery>;

const name = z
  .string()
  .regex(/^(?!\s)(?!.*\s$)[^\p{C}]{1,64}$/u, 'a name has 1 to 64 characters, none of them a control');

/** Requests about queries that have a name. */
export const savedQueryMethods = {
  /** The ready-made ones in their order, then the saved ones by name. */
  'query/list': method(
    'viewer',
    'GET /queries',
    z.strictObject({ locale: z.enum(['en', 'ja']).default('en'), ...paging }),
    listOf(namedQuery),
  ),
  /** A name is given once: an own query under it is replaced only when that is asked for. */
  'query/save': method(
    'operator',
    'POST /queries',
    z.strictObject({
      name,
      q: z.string().min(1).max(8192),
      sentence: z.string().max(500).default(''),
      replace: z.boolean().default(false),
    }),
    namedQuery,
  ),
  'query/delete': method('operator', 'DELETE /queries/{name}', z.strictObject({ name }), z.object({ name })),
};
