import { longestCommon } from './longestCommon';
import type { Anchor, Box, LineCounts } from './uniqueAnchors';

/** Lines of each side in one window, and how many of them are settled before the window moves on. */
const windowLines = 400;
const settledLines = 300;

/**
 * Matches of a box that is too dear to compare at once: windows are compared exactly from top to bottom, each starting
 * where the last settled match ended, so that the two sides stay aligned however far they have drifted apart.
 */
export function slidingWindow(old: Int32Array, fresh: Int32Array, box: Box, counts: LineCounts): Anchor[] {
  const matches: Anchor[] = [];
  let { oldFrom, newFrom } = box;
  while (oldFrom < box.oldTo && newFrom < box.newTo) {
    const window = windowAt(oldFrom, newFrom, box);
    const isLast = window.oldTo === box.oldTo && window.newTo === box.newTo;
    const found = longestCommon(old, fresh, window, counts, Number.POSITIVE_INFINITY) ?? [];
    if (isLast) return matches.concat(found);
    const settled = found.filter((match) => isSettled(match, window));
    for (const match of settled) matches.push(match);
    const last = settled.at(-1);
    oldFrom = last ? last.old + 1 : Math.min(oldFrom + settledLines, window.oldTo);
    newFrom = last ? last.new + 1 : Math.min(newFrom + settledLines, window.newTo);
  }
  return matches;
}

function windowAt(oldFrom: number, newFrom: number, box: Box): Box {
  const oldTo = Math.min(oldFrom + windowLines, box.oldTo);
  return { oldFrom, oldTo, newFrom, newTo: Math.min(newFrom + windowLines, box.newTo) };
}

function isSettled(match: Anchor, window: Box): boolean {
  return match.old < window.oldFrom + settledLines && match.new < window.newFrom + settledLines;
}
