import type { SpanRow } from '#protocol/rows';

/** Microseconds within a root span during which at least one person was waited for; waits may overlap. */
export function waitedUs(root: SpanRow, spans: readonly SpanRow[]): number {
  const endUs = root.end_us ?? Number.MAX_SAFE_INTEGER;
  const waits = spans
    .filter((span) => span.kind === 'gate' && span.name.startsWith('holdpoint.approval'))
    .map((span) => ({
      from: Math.max(span.start_us, root.start_us),
      to: Math.min(span.end_us ?? endUs, endUs),
    }))
    .filter(({ from, to }) => to > from)
    .sort((left, right) => left.from - right.from);
  let waited = 0;
  let reached = root.start_us;
  for (const { from, to } of waits) {
    waited += Math.max(0, to - Math.max(from, reached));
    reached = Math.max(reached, to);
  }
  return waited;
}

/** How long a root span took, and how much of it was not waiting for people; `null` while it is open. */
export function durations(
  root: SpanRow,
  spans: readonly SpanRow[],
): { readonly duration_ms: number | null; readonly active_ms: number | null } {
  if (root.end_us === null) {
    return { duration_ms: null, active_ms: null };
  }
  const totalUs = root.end_us - root.start_us;
  return {
    duration_ms: Math.round(totalUs / 1000),
    active_ms: Math.round((totalUs - waitedUs(root, spans)) / 1000),
  };
}
