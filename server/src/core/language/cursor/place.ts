import type { TextRange } from '#protocol/language/service';

/** Where in a document a cursor stands, told from the letters before it, so that a text in the making has places too. */
export interface CursorPlace {
  /** Keys and indexes from the top to the map, list entry or value in which the cursor stands. */
  readonly path: readonly (string | number)[];
  /** `key`: a key may be typed here (or an entry of a list); `value`: the value of the last key of the path. */
  readonly spot: 'key' | 'value';
  /** What was typed so far. */
  readonly prefix: string;
  /** What a completion replaces. */
  readonly range: TextRange;
  /** The keys that the map has already. */
  readonly present: readonly string[];
  /** Column of the key, for what is inserted below it. */
  readonly indent: number;
  /** `flow` within braces or brackets, where entries end with a comma. */
  readonly style: 'block' | 'flow' | 'json';
}
