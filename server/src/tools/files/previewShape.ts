import { z } from 'zod';

/** What every write tool answers in its first phase: the preview of one file. */
export const previewShape = z.object({
  preview_id: z.string(),
  path: z.string(),
  op: z.enum(['create', 'modify', 'delete']),
  changed: z.boolean(),
  diff: z.string(),
  old_sha256: z.string().nullable(),
  new_sha256: z.string().nullable(),
  encoding: z.enum(['utf-8', 'binary']),
  eol: z.enum(['lf', 'crlf', 'mixed', 'none']),
  bom: z.boolean(),
  mode: z.int().nullable(),
  hunks: z.array(
    z.object({
      index: z.int(),
      old_start: z.int(),
      old_lines: z.int(),
      new_start: z.int(),
      new_lines: z.int(),
      digest: z.string(),
    }),
  ),
  redactions: z.int(),
});

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
