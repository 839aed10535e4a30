import type { ChangeHunk } from '#protocol/views/change';

/** One line of a hunk with its numbers; `mark` is what the diff says of the line before it. */
export interface DiffLine {
  readonly sign: ' ' | '+' | '-' | 'mark';
  readonly text: string;
  readonly old: number | null;
  readonly new: number | null;
}

/** Two lines that stand beside each other. */
export interface LinePair {
  readonly left: DiffLine | null;
  readonly right: DiffLine | null;
}

const parsed = new WeakMap<ChangeHunk, readonly DiffLine[]>();

/** The lines of a hunk, read once. */
export function diffLines(hunk: ChangeHunk): readonly DiffLine[] {
  const known = parsed.get(hunk);
  if (known !== undefined) {
    return known;
  }
  const lines: DiffLine[] = [];
  let old = Math.max(1, hunk.old_start);
  let fresh = Math.max(1, hunk.new_start);
  for (const line of hunk.line_count === 0 ? [] : hunk.lines.split('\n')) {
    const sign = line.charAt(0);
    const text = line.slice(1);
    if (sign === '+') {
      lines.push({ sign, text, old: null, new: fresh++ });
    } else if (sign === '-') {
      lines.push({ sign, text, old: old++, new: null });
    } else if (sign === '\\') {
      lines.push({ sign: 'mark', text: '', old: null, new: null });
    } else {
      lines.push({ sign: ' ', text, old: old++, new: fresh++ });
    }
  }
  parsed.set(hunk, lines);
  return lines;
}

const paired = new WeakMap<ChangeHunk, readonly LinePair[]>();

/** The lines of a hunk side by side: removed lines at the left of the added ones that follow them. */
export function linePairs(hunk: ChangeHunk): readonly LinePair[] {
  const known = paired.get(hunk);
  if (known !== undefined) {
    return known;
  }
  const pairs: LinePair[] = [];
  let removed: DiffLine[] = [];
  let added: DiffLine[] = [];
  const close = () => {
    for (let at = 0; at < Math.max(removed.length, added.length); at += 1) {
      pairs.push({ left: removed[at] ?? null, right: added[at] ?? null });
    }
    removed = [];
    added = [];
  };
  let last: DiffLine[] = removed;
  for (const line of diffLines(hunk)) {
    if (line.sign === '-') {
      last = removed;
      removed.push(line);
    } else if (line.sign === '+') {
      last = added;
      added.push(line);
    } else if (line.sign === ' ') {
      close();
      last = [];
      pairs.push({ left: line, right: line });
    } else if (last === removed || last === added) {
      last.push(line);
    } else {
      pairs.push({ left: line, right: line });
    }
  }
  close();
  paired.set(hunk, pairs);
  return pairs;
}
