/** Where a trace stands in an answer. */
export interface Placed {
  readonly traceId: string;
  readonly startUs: number;
}

/** The newest first; of equal starts in the order of their ids. */
export function newestFirst(one: Placed, other: Placed): number {
  return (
    other.startUs - one.startUs || (one.traceId < other.traceId ? -1 : one.traceId > other.traceId ? 1 : 0)
  );
}

/** When traces must have begun; the end is excluded. */
export interface StartRange {
  readonly startUs: number;
  readonly endUs: number;
}

/** Whether a trace began in a range. */
export function isWithin(startUs: number, range: StartRange): boolean {
  return startUs >= range.startUs && startUs < range.endUs;
}
