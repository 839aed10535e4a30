import type { Hunk } from '#protocol/change';

/** Where something was said: a line of one side, or a hunk as a whole. */
export interface HunkPlace {
  readonly hunk: number;
  readonly side: 'old' | 'new';
  readonly line: number | null;
}

/**
 * Where a place in a preview is found in another preview that was made of it by leaving hunks out: in the hunk at the
 * same lines of the file as it is, else on the line of the file as it is where the hunk was.
 */
export function hunkAfterChoice(
  { hunks, hunksNow }: { readonly hunks: readonly Hunk[]; readonly hunksNow: readonly Hunk[] },
  place: HunkPlace,
): HunkPlace {
  const said = hunks.find(({ index }) => index === place.hunk);
  if (!said) {
    return { hunk: 0, side: 'old', line: 1 };
  }
  const same = hunksNow.find(
    (hunk) => hunk.old_start === said.old_start && hunk.old_lines === said.old_lines,
  );
  if (same) {
    const moved = place.side === 'new' && place.line !== null ? same.new_start - said.new_start : 0;
    return { hunk: same.index, side: place.side, line: place.line === null ? null : place.line + moved };
  }
  const before = hunksNow.filter((hunk) => hunk.old_start <= said.old_start).at(-1);
  return { hunk: before?.index ?? 0, side: 'old', line: Math.max(1, said.old_start) };
}
