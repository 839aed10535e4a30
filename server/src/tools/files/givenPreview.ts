import { z } from 'zod';

/** What every write tool answers in its second phase. */
export const appliedShape = z.object({
  applied: z.literal(true),
  files: z.array(
    z.object({
      path: z.string(),
      op: z.enum(['create', 'modify', 'delete']),
      new_sha256: z.string().nullable(),
    }),
  ),
});

/**
 * A preview as a later step gets it. Anything goes here: that it is missing or belongs to another run is for the
 * preview gate to say, in its own words.
 */
export const givenPreview = z.json().optional();
