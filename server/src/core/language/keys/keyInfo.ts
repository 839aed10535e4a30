/** What people are told about one key of a document. */
export interface KeyInfo {
  readonly en: string;
  readonly ja: string;
  /** The words that may stand as its value, or as an entry of it. */
  readonly words?: readonly string[];
  /** The keys of its value. */
  readonly keys?: () => KeyTable;
  /** Whether its value is a list of such maps, or of such words. */
  readonly isList?: true;
  /** Whether its value maps names of any kind to such maps. */
  readonly isNamed?: true;
  /** Keys that its value, or each entry of it, must have. */
  readonly requires?: readonly string[];
  /** Whether one text may stand for a list of one. */
  readonly isOneEnough?: true;
  /** Whether a whole number may stand for the map. */
  readonly isNumberEnough?: true;
  /** What kind of name stands here: of a step, of a tool, of a kind of node; or an arrow between nodes. */
  readonly names?: 'step' | 'tool' | 'goto' | 'nodeType' | 'edge';
  /** Whether conditions stand here. */
  readonly isCondition?: true;
}

/** The keys of one map, in the order in which they are shown. */
export type KeyTable = Readonly<Record<string, KeyInfo>>;

/** The table for a path through a document, and what is known of the last key; `null` where any key may stand. */
export function keysAt(
  top: KeyTable,
  path: readonly (string | number)[],
): { readonly info: KeyInfo | null; readonly table: KeyTable | null; readonly isEntry: boolean } {
  let place: KeyPlace = { info: null, table: top, isEntry: false, isNameNext: false };
  for (const segment of path) place = typeof segment === 'number' ? entryOf(place) : below(place, segment);
  return place;
}

interface KeyPlace {
  readonly info: KeyInfo | null;
  readonly table: KeyTable | null;
  readonly isEntry: boolean;
  /** Whether the next key is a name of the person's own. */
  readonly isNameNext: boolean;
}

function entryOf({ info }: KeyPlace): KeyPlace {
  const isEntry = info?.isList === true;
  return { info, table: isEntry ? (info?.keys?.() ?? null) : null, isEntry, isNameNext: false };
}

function below({ info: above, table, isNameNext }: KeyPlace, key: string): KeyPlace {
  if (isNameNext) return { info: above, table: above?.keys?.() ?? null, isEntry: false, isNameNext: false };
  const info = table !== null && Object.hasOwn(table, key) ? (table[key] ?? null) : null;
  const isNamed = info?.isNamed === true;
  const isDirect = info !== null && !isNamed && info.isList !== true;
  return { info, table: isDirect ? (info.keys?.() ?? null) : null, isEntry: false, isNameNext: isNamed };
}
