/** How many texts make a segment of the next level; what has reached the last is not joined any more. */
const levelTexts = [8, 64, 512, 4096, 16_384];

/** A stretch of places that one segment of the full text covers. */
export interface Stretch {
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly texts: number;
}

/** Neighbouring segments of one level that together make one of the next, or undefined when there are none yet. */
export function joinable<T extends Stretch>(sorted: readonly T[]): readonly T[] | undefined {
  let run: T[] = [];
  let texts = 0;
  for (const segment of sorted) {
    const before = run.at(-1);
    const goesOn =
      before !== undefined &&
      before.lastSeq + 1 === segment.firstSeq &&
      levelOf(before.texts) === levelOf(segment.texts);
    run = goesOn ? [...run, segment] : [segment];
    texts = goesOn ? texts + segment.texts : segment.texts;
    if (run.length > 1 && texts >= (levelTexts[levelOf(segment.texts)] ?? Number.POSITIVE_INFINITY))
      return run;
  }
  return undefined;
}

function levelOf(texts: number): number {
  return levelTexts.filter((least) => texts >= least).length;
}
