/** The parts of a query that tell. */
interface Asked {
  readonly where?: { readonly trace_id?: unknown };
  readonly order?: readonly { readonly by: string; readonly desc?: boolean }[];
  readonly limit?: number | null;
  readonly offset?: number;
  readonly columns?: readonly string[];
}

/**
 * Whether rows are sorted by who asked for them: all spans of one trace, which lie in the order of their recording. SQLite
 * would copy each row whole to sort them, mostly into the order in which they are.
 */
export function isSortedLate(table: string, query: object): boolean {
  const { where = {}, order = [], limit, offset = 0, columns } = query as Asked;
  const isWhole = table === 'spans' && limit === null && offset === 0 && columns === undefined;
  const isByStart = order.length === 1 && order[0]?.by === 'start_us' && order[0].desc !== true;
  return isWhole && isByStart && typeof where.trace_id === 'string';
}

/** Spans by their starts; those that start together stay in the order of their recording. */
export function sortedLate<T>(rows: readonly T[]): readonly T[] {
  return [...(rows as readonly (T & { readonly start_us: number })[])].sort(
    (one, other) => one.start_us - other.start_us,
  );
}
