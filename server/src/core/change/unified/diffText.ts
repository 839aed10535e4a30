import { type Comparison, contextLines, type HunkSpan } from '../hunkSpans';
import { bytesOfLines, type Lines } from '../lines/lines';
import { quotePath } from './patchPath';

/** What a diff is printed of. A missing file is `null`, a mode is as in `0o644`. */
export interface DiffSubject {
  readonly path: string;
  readonly before: { readonly bytes: Uint8Array; readonly mode: number } | null;
  readonly after: { readonly bytes: Uint8Array; readonly mode: number } | null;
}

/** Line numbers of a hunk's header, context included: counted from 1, and 0 for an empty file. */
export interface HunkHeader {
  readonly old_start: number;
  readonly old_lines: number;
  readonly new_start: number;
  readonly new_lines: number;
}

/**
 * The change in git's unified form, as `git diff --full-index` prints it but for the section heading behind `@@`:
 * `git apply` takes it, and its `index` line ties it to the exact bytes that it was made from. Empty without a change.
 */
export function diffText(
  subject: DiffSubject,
  comparison: Comparison,
  blobs: BlobNames,
  isBinary: boolean,
): string {
  const head = headerLines(subject, blobs);
  if (head.length === 0) return '';
  const body = isBinary ? binaryBody(subject, blobs) : textBody(subject, comparison);
  return head.map((line) => `${line}\n`).join('') + body;
}

/** Names that git gives the contents: the sha1 of `blob <size>\0<bytes>`, zeros for a missing file. */
export interface BlobNames {
  readonly before: string;
  readonly after: string;
}

/** The header's numbers of a hunk with its context. */
export function hunkHeader(comparison: Comparison, hunk: HunkSpan): HunkHeader {
  const lead = Math.min(contextLines, hunk.oldStart);
  const trail = Math.min(contextLines, comparison.before.count - hunk.oldEnd);
  const oldLines = hunk.oldEnd - hunk.oldStart + lead + trail;
  const newLines = hunk.newEnd - hunk.newStart + lead + trail;
  return {
    old_start: hunk.oldStart - lead + (oldLines > 0 ? 1 : 0),
    old_lines: oldLines,
    new_start: hunk.newStart - lead + (newLines > 0 ? 1 : 0),
    new_lines: newLines,
  };
}

function headerLines({ path, before, after }: DiffSubject, blobs: BlobNames): string[] {
  const git = `diff --git ${quotePath(`a/${path}`)} ${quotePath(`b/${path}`)}`;
  const names = `index ${blobs.before}..${blobs.after}`;
  if (before === null && after === null) return [];
  if (before === null) return [git, `new file mode ${gitMode(after?.mode ?? 0)}`, names];
  if (after === null) return [git, `deleted file mode ${gitMode(before.mode)}`, names];
  const old = gitMode(before.mode);
  const fresh = gitMode(after.mode);
  const isSame = blobs.before === blobs.after;
  if (old !== fresh) return [git, `old mode ${old}`, `new mode ${fresh}`, ...(isSame ? [] : [names])];
  return isSame ? [] : [git, `${names} ${old}`];
}

function gitMode(mode: number): string {
  return (mode & 0o100) === 0 ? '100644' : '100755';
}

function fileLines({ path, before, after }: DiffSubject): string {
  const name = (side: string): string => {
    const quoted = quotePath(`${side}/${path}`);
    return quoted.includes(' ') && !quoted.startsWith('"') ? `${quoted}\t` : quoted;
  };
  return `--- ${before ? name('a') : '/dev/null'}\n+++ ${after ? name('b') : '/dev/null'}\n`;
}

function binaryBody({ path, before, after }: DiffSubject, blobs: BlobNames): string {
  if (blobs.before === blobs.after) return '';
  const old = before ? quotePath(`a/${path}`) : '/dev/null';
  const fresh = after ? quotePath(`b/${path}`) : '/dev/null';
  return `Binary files ${old} and ${fresh} differ\n`;
}

function textBody(subject: DiffSubject, comparison: Comparison): string {
  const hunks = comparison.hunks.map((hunk) => hunkText(comparison, hunk));
  return hunks.some((text) => text !== '') ? fileLines(subject) + hunks.join('') : '';
}

function hunkText(comparison: Comparison, hunk: HunkSpan): string {
  const { before, after } = comparison;
  const header = hunkHeader(comparison, hunk);
  if (header.old_lines + header.new_lines === 0) return '';
  const parts = [
    `@@ -${range(header.old_start, header.old_lines)} +${range(header.new_start, header.new_lines)} @@\n`,
  ];
  let line = Math.max(0, hunk.oldStart - contextLines);
  for (const edit of hunk.edits) {
    parts.push(printed(' ', before, line, edit.oldStart));
    parts.push(printed('-', before, edit.oldStart, edit.oldEnd));
    parts.push(printed('+', after, edit.newStart, edit.newEnd));
    line = edit.oldEnd;
  }
  parts.push(printed(' ', before, line, Math.min(before.count, hunk.oldEnd + contextLines)));
  return parts.join('');
}

function range(start: number, count: number): string {
  return count === 1 ? `${start}` : `${start},${count}`;
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

function printed(sign: string, lines: Lines, from: number, to: number): string {
  let text = '';
  for (let line = from; line < to; line++) text += sign + decoder.decode(bytesOfLines(lines, line, line + 1));
  const isOpen = to > from && to === lines.count && !text.endsWith('\n');
  return isOpen ? `${text}\n\\ No newline at end of file\n` : text;
}
