import type { SpanRow } from '#protocol/rows';

/** Rows of spans without the places that they came with, and the last of these. */
export function withoutPlaces(rows: readonly Record<string, unknown>[]): {
  readonly items: readonly SpanRow[];
  readonly last: number | undefined;
} {
  const last = rows.at(-1)?.['place'] as number | undefined;
  const items = rows.map(({ place: _, ...row }) => row as unknown as SpanRow);
  return { items, last };
}
