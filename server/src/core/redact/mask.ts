/** What stands where a secret stood; it says nothing about the secret, not even its length. */
export const mask = '***REDACTED***';

/** A part of a text that is a secret: `[start, end)` is masked, `from` is where the reason for it begins. */
export interface SecretRange {
  readonly from: number;
  readonly start: number;
  readonly end: number;
}

/** Puts ranges in order and joins those that overlap, so that each stands for one mask. */
export function joinRanges(ranges: readonly SecretRange[]): readonly SecretRange[] {
  if (ranges.length === 0) return ranges;
  const joined: SecretRange[] = [];
  for (const range of [...ranges].sort((a, b) => a.start - b.start)) {
    const last = joined.at(-1);
    if (last === undefined || range.start >= last.end) joined.push(range);
    else {
      const from = Math.min(last.from, range.from);
      joined[joined.length - 1] = { from, start: last.start, end: Math.max(last.end, range.end) };
    }
  }
  return joined;
}

/** The text with every range masked, line by line, so that line numbers stay what they were. */
export function maskLines(text: string, ranges: readonly SecretRange[], kind: LineKind): string {
  const parts: string[] = [];
  let done = 0;
  for (const { start, end } of ranges) {
    const [first = '', ...others] = text.slice(start, end).split('\n');
    parts.push(text.slice(done, start), [maskLine(first), ...others.map(kinds[kind])].join('\n'));
    done = end;
  }
  parts.push(text.slice(done));
  return parts.join('');
}

/** Whether the lines are those of a file, or of a diff, where each begins with its sign. */
export type LineKind = keyof typeof kinds;

const kinds = { file: maskLine, diff: maskDiffLine };

function maskLine(line: string): string {
  const end = line.endsWith('\r') ? '\r' : '';
  return line === end ? line : mask + end;
}

/** Hunk headers and the mark of a missing newline are none of the file's text. */
function maskDiffLine(line: string): string {
  if (/^(?:@@ -|\\ |--- |\+\+\+ |diff --git )/.test(line)) return line;
  return /^[ +-]/.test(line) ? line.charAt(0) + maskLine(line.slice(1)) : maskLine(line);
}

/** The text with every range masked. */
export function maskRanges(text: string, ranges: readonly SecretRange[]): string {
  if (ranges.length === 0) return text;
  const parts: string[] = [];
  let done = 0;
  for (const { start, end } of ranges) {
    parts.push(text.slice(done, start), mask);
    done = end;
  }
  parts.push(text.slice(done));
  return parts.join('');
}
