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
