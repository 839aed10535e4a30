import { z } from 'zod';

/** One contiguous change; line numbers count from 1 as in a unified diff. */
export interface Hunk {
  readonly index: number;
  readonly old_start: number;
  readonly old_lines: number;
  readonly new_start: number;
  readonly new_lines: number;
  /** `sha256:` over the hunk's removed and added bytes and its position. */
  readonly digest: string;
}

export type FileOperation = 'create' | 'modify' | 'delete';
export type EndOfLine = 'lf' | 'crlf' | 'mixed' | 'none';

/** A recorded dry run of one file's write: everything but the bytes. Hashes are hex; `null` = no such file. */
export interface Preview {
  readonly preview_id: string;
  readonly path: string;
  readonly op: FileOperation;
  readonly changed: boolean;
  /** Unified diff, redacted for show; the bytes themselves stay in the private content store. */
  readonly diff: string;
  readonly old_sha256: string | null;
  readonly new_sha256: string | null;
  readonly encoding: 'utf-8' | 'binary';
  readonly eol: EndOfLine;
  readonly bom: boolean;
  /** File mode after the change, as in `0o644`; `null` keeps the file's own. */
  readonly mode: number | null;
  readonly hunks: readonly Hunk[];
  readonly redactions: number;
}

/** The same as it is checked at a door, and when a write tool answers in its first phase (§1.7). */
export const previewDocument = z.object({
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
}) satisfies z.ZodType<Preview>;
