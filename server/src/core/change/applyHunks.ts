import { compareFiles } from './hunkSpans';
import { bytesOfLines, joinBytes } from './lines/lines';

/**
 * The base plus the accepted hunks, byte for byte: all of them give `after`, none gives `before`. `null` is a missing
 * file. Indexes are those of the preview of the same two states; an index that names no hunk changes nothing.
 */
export function applyHunks(
  before: Uint8Array | null,
  after: Uint8Array | null,
  accepted: readonly number[],
): Uint8Array | null {
  const chosen = new Set(accepted);
  if (before === null || after === null) return chosen.has(0) ? after : before;
  const comparison = compareFiles(before, after);
  const parts: Uint8Array[] = [];
  let line = 0;
  for (const [index, hunk] of comparison.hunks.entries()) {
    if (!chosen.has(index)) continue;
    parts.push(bytesOfLines(comparison.before, line, hunk.oldStart));
    parts.push(bytesOfLines(comparison.after, hunk.newStart, hunk.newEnd));
    line = hunk.oldEnd;
  }
  parts.push(bytesOfLines(comparison.before, line, comparison.before.count));
  return joinBytes(parts);
}
