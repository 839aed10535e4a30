import type { ReviewFileView } from '#protocol/methods/reviews';
import type { ChangeFile, ChangeHunk, Undrawn } from '#protocol/views/change';
import { hunkTraits } from './hunkTraits';

/** A file of a review with its diff taken apart into hunks, and with a reason where that cannot be. */
export function readFile(file: ReviewFileView): ChangeFile {
  const { preview_id, path, op, status, eol, bom, mode, redactions, old_bytes, new_bytes } = file;
  const hunks = file.encoding === 'binary' || file.diff === null ? [] : readHunks(file.diff);
  return {
    ...{ preview_id, path, op, status, eol, bom, mode, redactions, old_bytes, new_bytes },
    hunks: hunks.length === file.hunks.length ? hunks : file.hunks.map(undrawnHunk),
    undrawn: reasonNotToDraw(file, hunks.length),
  };
}

function reasonNotToDraw(file: ReviewFileView, drawable: number): Undrawn | null {
  if (file.encoding === 'binary') {
    return 'binary';
  }
  if (file.diff === null) {
    return 'too_large';
  }
  if (drawable !== file.hunks.length) {
    return file.diff.includes('@@ ') ? 'masked' : 'empty';
  }
  return drawable === 0 ? 'empty' : null;
}

function undrawnHunk({ index, old_start, new_start }: ReviewFileView['hunks'][number]): ChangeHunk {
  return { index, old_start, new_start, lines: '', line_count: 0, added: 0, removed: 0, traits: [] };
}

const header = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/;

/** The hunks of one file's unified diff, in order; their indexes are those of the preview. */
export function readHunks(diff: string): readonly ChangeHunk[] {
  const hunks: ChangeHunk[] = [];
  let body: string[] = [];
  let start: readonly [number, number] | null = null;
  const close = () => {
    if (start !== null) {
      hunks.push(hunkOf(hunks.length, start, body));
    }
  };
  const lines = diff.split('\n');
  if (lines.at(-1) === '') {
    lines.pop();
  }
  for (const line of lines) {
    const found = line.startsWith('@@ ') ? header.exec(line) : null;
    if (found) {
      close();
      start = [Number(found[1]), Number(found[2])];
      body = [];
    } else {
      body.push(line);
    }
  }
  close();
  return hunks;
}

function hunkOf(
  index: number,
  [old_start, new_start]: readonly [number, number],
  body: string[],
): ChangeHunk {
  return {
    index,
    old_start,
    new_start,
    lines: body.join('\n'),
    line_count: body.length,
    added: body.filter((line) => line.startsWith('+')).length,
    removed: body.filter((line) => line.startsWith('-')).length,
    traits: hunkTraits(body),
  };
}

/** The first changed line of a hunk on each side, counted from 1: where a reader should look. */
export function firstChange({ old_start, new_start, lines }: ChangeHunk): {
  readonly old: number;
  readonly new: number;
} {
  const context = lines.split('\n').findIndex((line) => line.startsWith('+') || line.startsWith('-'));
  const lead = Math.max(0, context);
  return { old: Math.max(1, old_start) + lead, new: Math.max(1, new_start) + lead };
}

/** The lines that a hunk changes on one side, as runs counted from 1, both ends included. */
export function changedRuns(hunk: ChangeHunk, side: 'old' | 'new'): readonly (readonly [number, number])[] {
  const own = side === 'old' ? '-' : '+';
  const runs: [number, number][] = [];
  let line = Math.max(1, side === 'old' ? hunk.old_start : hunk.new_start);
  for (const text of hunk.lines.split('\n')) {
    const last = runs.at(-1);
    if (text.startsWith(own)) {
      if (last && last[1] === line - 1) {
        last[1] = line;
      } else {
        runs.push([line, line]);
      }
    }
    if (text.startsWith(own) || text.startsWith(' ')) {
      line += 1;
    }
  }
  return runs;
}

/** The hunk, with its context, in which a line of one side lies; the next one when it lies in none. */
export function hunkAt(
  hunks: readonly ChangeHunk[],
  side: 'old' | 'new',
  line: number,
): ChangeHunk | undefined {
  return hunks.find((hunk) => line <= lastLine(hunk, side)) ?? hunks.at(-1);
}

/** The last line of a hunk on one side, context included. */
export function lastLine(hunk: ChangeHunk, side: 'old' | 'new'): number {
  const other = side === 'old' ? '+' : '-';
  const start = Math.max(1, side === 'old' ? hunk.old_start : hunk.new_start);
  const own = hunk.lines.split('\n').filter((line) => !line.startsWith(other) && !line.startsWith('\\'));
  return start + Math.max(0, own.length - 1);
}
