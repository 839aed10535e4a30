import type { EndOfLine, FileOperation, Hunk, Preview } from '#protocol/change';
import { gitBlobName, type Hashes, pureHashes } from './hashes';
import { type Comparison, compareFiles, type HunkSpan } from './hunkSpans';
import { bytesOfLines, sameBytes } from './lines/lines';
import { hasByteOrderMark, type TextKind, textKind } from './textKind';
import { diffText, hunkHeader } from './unified/diffText';

/** One file as it is and as a step would leave it. */
export interface ProposedChange {
  readonly path: string;
  /** `null` = there is no such file. */
  readonly before: { readonly bytes: Uint8Array; readonly mode: number } | null;
  /** `null` = delete it. */
  readonly after: Uint8Array | null;
  /** `null` keeps the file's mode; a new file gets `0o644`. */
  readonly mode: number | null;
}

/** Why something cannot be done, in words for the person who asked for it. */
export interface Refusal {
  readonly problem: string;
}

const newFileMode = 0o644;

/**
 * The record of what a write would do, hunks numbered as `applyHunks` takes them; nothing in it is redacted yet. A
 * change inside a file that is not UTF-8 text is refused; such a file can be created or deleted as a whole.
 */
export function describeChange(
  change: ProposedChange,
  previewId: string,
  hashes: Hashes = pureHashes,
): Preview | Refusal {
  const { path, before, after } = change;
  if (before === null && after === null)
    return { problem: `${path} does not exist, so there is nothing to delete` };
  const kind = kindOf(change);
  const refusal = refusalOf(change, kind);
  if (refusal) return refusal;
  const isBinary = kind !== 'utf-8';
  return {
    preview_id: previewId,
    path,
    op: operationOf(change),
    ...describeBytes(change, isBinary, hashes),
    redactions: 0,
  };
}

type Described = Omit<Preview, 'preview_id' | 'path' | 'op' | 'redactions'>;

function describeBytes(change: ProposedChange, isBinary: boolean, hashes: Hashes): Described {
  const { path, before, after } = change;
  const old = before?.bytes ?? null;
  const comparison = compareFiles(old, after);
  const shown = after ?? old ?? new Uint8Array();
  const modeAfter = change.mode ?? before?.mode ?? newFileMode;
  const target = after === null ? null : { bytes: after, mode: modeAfter };
  const blobs = { before: gitBlobName(old, hashes), after: gitBlobName(after, hashes) };
  return {
    changed: comparison.hunks.length > 0 || isModeChange(change),
    diff: diffText({ path, before, after: target }, comparison, blobs, isBinary),
    old_sha256: old === null ? null : hashes.sha256([old]),
    new_sha256: after === null ? null : hashes.sha256([after]),
    encoding: isBinary ? 'binary' : 'utf-8',
    eol: isBinary ? 'none' : endOfLine(shown),
    bom: hasByteOrderMark(shown),
    mode: change.mode,
    hunks: comparison.hunks.map((hunk, index) => describeHunk(comparison, hunk, index, hashes)),
  };
}

function isModeChange({ before, after, mode }: ProposedChange): boolean {
  return before !== null && after !== null && mode !== null && mode !== before.mode;
}

/** The sha256 of bytes in hexadecimal, the name of content everywhere. */
export function sha256Hex(bytes: Uint8Array): string {
  return pureHashes.sha256([bytes]);
}

function operationOf({ before, after }: ProposedChange): FileOperation {
  if (before === null) return 'create';
  return after === null ? 'delete' : 'modify';
}

function kindOf({ before, after }: ProposedChange): TextKind {
  const old = before === null ? 'utf-8' : textKind(before.bytes);
  return old === 'utf-8' && after !== null ? textKind(after) : old;
}

function refusalOf({ path, before, after }: ProposedChange, kind: TextKind): Refusal | undefined {
  if (before === null || after === null || kind === 'utf-8') return undefined;
  if (sameBytes(before.bytes, after)) return undefined;
  const what = kind === 'binary' ? 'a binary file' : `a file in ${kind}`;
  return { problem: `${path} is or would become ${what}; only UTF-8 text can be changed in place` };
}

function describeHunk(comparison: Comparison, hunk: HunkSpan, index: number, hashes: Hashes): Hunk {
  const header = hunkHeader(comparison, hunk);
  const parts: Uint8Array[] = [];
  const encoder = new TextEncoder();
  for (const edit of hunk.edits) {
    const removed = bytesOfLines(comparison.before, edit.oldStart, edit.oldEnd);
    const added = bytesOfLines(comparison.after, edit.newStart, edit.newEnd);
    parts.push(encoder.encode(`${edit.oldStart} ${removed.length} ${edit.newStart} ${added.length}\n`));
    parts.push(removed, added);
  }
  return { index, ...header, digest: `sha256:${hashes.sha256(parts)}` };
}

function endOfLine(bytes: Uint8Array): EndOfLine {
  let feeds = 0;
  let pairs = 0;
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) {
    feeds++;
    if (bytes[at - 1] === 13) pairs++;
  }
  if (feeds === 0) return 'none';
  if (pairs === 0) return 'lf';
  return pairs === feeds ? 'crlf' : 'mixed';
}
