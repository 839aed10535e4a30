import type { CompareStrings, Comparison, FromCompare } from '#protocol/views/compare';

/** What the parts of a comparison draw and act on. */
export interface Desk {
  readonly strings: CompareStrings;
  readonly comparison: Comparison;
  say(message: FromCompare): void;
}
