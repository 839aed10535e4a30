import type { ChangeComment, ChangeFile, ChangeHunk } from '#protocol/views/change';
import type { ChangeRow } from './changeRow';
import { type DiffLine, diffLines, linePairs } from './diffLines';
import { type TextRoom, wrappedLines } from './textWidth';

/** What lies under the head of a hunk: its lines, and the comments at them. */
export function bodyRows(
  { file, hunk }: { readonly file: ChangeFile; readonly hunk: ChangeHunk },
  said: readonly ChangeComment[],
  isSplit: boolean,
): readonly ChangeRow[] {
  const rows: ChangeRow[] = [];
  (isSplit ? addPairs : addLines)(rows, file, hunk, said);
  return rows;
}

/** The height of a line that is not wrapped. */
export const linePx = 20;
const commentHeadPx = 30;

/** The height of a row under the head of a hunk. */
export function bodyHeight(row: ChangeRow | undefined, room: TextRoom): number {
  if (row?.kind === 'line') {
    return linePx * wrappedLines(row.line.text, room);
  }
  if (row?.kind === 'pair') {
    const { left, right } = row.pair;
    return linePx * Math.max(wrappedLines(left?.text ?? '', room), wrappedLines(right?.text ?? '', room));
  }
  const text = row?.kind === 'comment' ? row.comment.text : '';
  const lines = text.split('\n').reduce((sum, line) => sum + wrappedLines(line, room), 0);
  return commentHeadPx + linePx * lines + 8;
}

/** Each comment makes one row: below its line, or first where that line is not shown. */
function addLines(
  rows: ChangeRow[],
  file: ChangeFile,
  hunk: ChangeHunk,
  said: readonly ChangeComment[],
): void {
  const lines = diffLines(hunk);
  addComments(rows, file, hunk, said, (comment) => !lines.some((line) => isAt(comment, line, line)));
  for (const line of lines) {
    rows.push({ kind: 'line', file, hunk, line });
    addComments(rows, file, hunk, said, (comment) => isAt(comment, line, line));
  }
}

function addPairs(
  rows: ChangeRow[],
  file: ChangeFile,
  hunk: ChangeHunk,
  said: readonly ChangeComment[],
): void {
  const pairs = linePairs(hunk);
  const isDrawn = (comment: ChangeComment) => pairs.some(({ left, right }) => isAt(comment, left, right));
  addComments(rows, file, hunk, said, (comment) => !isDrawn(comment));
  for (const pair of pairs) {
    rows.push({ kind: 'pair', file, hunk, pair });
    addComments(rows, file, hunk, said, (comment) => isAt(comment, pair.left, pair.right));
  }
}

function isAt({ side, line }: ChangeComment, left: DiffLine | null, right: DiffLine | null): boolean {
  return line !== null && (side === 'old' ? left?.old : right?.new) === line;
}

function addComments(
  rows: ChangeRow[],
  file: ChangeFile,
  hunk: ChangeHunk,
  said: readonly ChangeComment[],
  isHere: (comment: ChangeComment) => boolean,
): void {
  for (const comment of said) {
    if (isHere(comment)) {
      rows.push({ kind: 'comment', file, hunk, comment });
    }
  }
}
