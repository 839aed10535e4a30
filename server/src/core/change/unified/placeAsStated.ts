import type { Lines } from '../lines/lines';
import { type LoneLines, loneLines } from '../lines/loneLines';
import type { PatchFile, PatchHunk } from './patchFile';
import { isAt, othersOf, sideCounts, writeFresh } from './patchLines';

/**
 * The new bytes where every hunk stands exactly where its header says and could stand nowhere else, for one of its lines
 * comes but once in the file; undefined where anything is in doubt, so that it is looked into line by line.
 */
export function placeAsStated(before: Uint8Array, file: PatchFile): Uint8Array | undefined {
  const patch = file.patch.bytes;
  if (patch === undefined) return undefined;
  const body = loneLines(before);
  const fresh = new Uint8Array(before.length + patch.bytes.length);
  const target = new DataView(fresh.buffer);
  let line = 0;
  let at = 0;
  for (const hunk of file.hunks) {
    const place = hunk.oldStart - 1;
    const end = place < line ? undefined : endOf(patch, body, hunk);
    if (end === undefined) return undefined;
    fresh.set(before.subarray(body.starts[line], body.starts[place]), at);
    at += (body.starts[place] ?? 0) - (body.starts[line] ?? 0);
    at = writeFresh(patch, hunk, target, at);
    line = end;
  }
  const rest = before.subarray(body.starts[line]);
  fresh.set(rest, at);
  return fresh.subarray(0, at + rest.length);
}

/** The line behind a hunk that surely belongs where its header says. */
function endOf(patch: Lines, body: LoneLines, hunk: PatchHunk): number | undefined {
  const place = hunk.oldStart - 1;
  const counts = sideCounts(patch, hunk);
  if (counts === undefined || !isAt(patch, hunk, othersOf.old, body, place)) return undefined;
  const end = place + counts.old;
  if (!hasLoneLine(body, place, end)) return undefined;
  // An insertion at the edge of its hunk still finds its context once it is done.
  const shift = counts.fresh - counts.old;
  const isFreshAt = (line: number) => isAt(patch, hunk, othersOf.fresh, body, line);
  return shift > 0 && (isFreshAt(place) || isFreshAt(place - shift)) ? undefined : end;
}

function hasLoneLine(body: LoneLines, from: number, end: number): boolean {
  for (let line = from; line < end; line += 1) if (body.isLone(line)) return true;
  return false;
}
