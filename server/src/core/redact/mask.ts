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
