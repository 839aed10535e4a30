/** The answer of every list (§1.2). */
export interface ListAnswer<T> {
  readonly count: number;
  readonly total: number;
  readonly limit: number;
  readonly offset: number;
  readonly items: T[];
}

/** Gives one page of a list its answer. */
export function listAnswer<T>(
  items: readonly T[],
  total: number,
  paging: { readonly limit: number; readonly offset: number },
): ListAnswer<T> {
  return { count: items.length, total, limit: paging.limit, offset: paging.offset, items: [...items] };
}
