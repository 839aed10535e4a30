import type { ChangeComment, ChangeFile, ChangeHunk } from '#protocol/views/change';
import { type ChangeState, verdictOf } from './changeState';
import { type DiffLine, diffLines, type LinePair, linePairs } from './diffLines';
import { type TextRoom, wrappedLines } from './textWidth';

/** One row of the list. */
export type ChangeRow =
  | { readonly kind: 'file'; readonly file: ChangeFile }
  | { readonly kind: 'hunk'; readonly file: ChangeFile; readonly hunk: ChangeHunk }
  | { readonly kind: 'line'; readonly file: ChangeFile; readonly hunk: ChangeHunk; readonly line: DiffLine }
  | { readonly kind: 'pair'; readonly file: ChangeFile; readonly hunk: ChangeHunk; readonly pair: LinePair }
  | {
      readonly kind: 'comment';
      readonly file: ChangeFile;
      readonly hunk: ChangeHunk;
      readonly comment: ChangeComment;
    };

/** What is shown, row by row, and where its hunks begin. */
export interface ChangeRows {
  readonly rows: readonly ChangeRow[];
  /** Rows of hunk headers, ascending. */
  readonly hunkRows: readonly number[];
  readonly fileCount: number;
}

/** From this width on the two sides stand beside each other. */
export const sideBySidePx = 900;

/** The rows of everything that the filters let through. */
export function changeRows(state: ChangeState): ChangeRows {
  const { review, collapsed } = state;
  const add = state.width >= sideBySidePx ? addPairs : addLines;
  const comments = commentsByHunk(review.comments);
  const rows: ChangeRow[] = [];
  const hunkRows: number[] = [];
  let fileCount = 0;
  for (const file of review.files) {
    const hunks = shownHunks(state, file, comments);
    if (hunks === null) {
      continue;
    }
    fileCount += 1;
    rows.push({ kind: 'file', file });
    for (const hunk of collapsed.has(file.preview_id) ? [] : hunks) {
      hunkRows.push(rows.length);
      rows.push({ kind: 'hunk', file, hunk });
      add(rows, file, hunk, comments.get(`${file.preview_id} ${hunk.index}`) ?? []);
    }
  }
  return { rows, hunkRows, fileCount };
}

const rowPx = { file: 38, hunk: 32, line: 20 } as const;
const commentHeadPx = 30;

/** The height of a row in pixels: lines are wrapped, never cut. */
export function rowHeight(row: ChangeRow, room: TextRoom): number {
  switch (row.kind) {
    case 'file':
      return rowPx.file;
    case 'hunk':
      return rowPx.hunk;
    case 'line':
      return rowPx.line * wrappedLines(row.line.text, room);
    case 'pair': {
      const { left, right } = row.pair;
      return (
        rowPx.line * Math.max(wrappedLines(left?.text ?? '', room), wrappedLines(right?.text ?? '', room))
      );
    }
    case 'comment': {
      const lines = row.comment.text.split('\n').reduce((sum, text) => sum + wrappedLines(text, room), 0);
      return commentHeadPx + rowPx.line * lines + 8;
    }
  }
}

type Comments = ReadonlyMap<string, readonly ChangeComment[]>;

function commentsByHunk(comments: readonly ChangeComment[]): Comments {
  const found = new Map<string, ChangeComment[]>();
  for (const comment of comments) {
    const key = `${comment.preview_id} ${comment.hunk}`;
    const list = found.get(key);
    if (list === undefined) {
      found.set(key, [comment]);
    } else {
      list.push(comment);
    }
  }
  return found;
}

/** The hunks of a file that the filters let through; `null` leaves the whole file out. */
function shownHunks(state: ChangeState, file: ChangeFile, comments: Comments): readonly ChangeHunk[] | null {
  const { path, filter, review } = state;
  if (path !== '' && !file.path.toLowerCase().includes(path.toLowerCase())) {
    return null;
  }
  if (filter === 'all') {
    return file.hunks;
  }
  if (filter === 'stale') {
    return review.stale[file.preview_id] === undefined ? null : file.hunks;
  }
  const hunks = file.hunks.filter(({ index }) =>
    filter === 'commented'
      ? comments.has(`${file.preview_id} ${index}`)
      : (verdictOf(state, file.preview_id, index) ?? 'open') === filter,
  );
  return hunks.length === 0 ? null : hunks;
}

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
