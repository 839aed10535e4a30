import type { TraceListed } from '#protocol/methods/traces/traceLists';
import { durationText } from '../../terminal/durationText';
import type { Column, ListShape } from '../../terminal/list';
import type { Style } from '../../terminal/paint';

/** A line of a list: a trace, or one of the groups into which a query has split its spans. */
export interface TraceLine {
  readonly trace: TraceListed;
  readonly matched: number | null;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** One line for each trace; where a query has grouped or computed, one for each group. */
export function traceLines(traces: readonly TraceListed[]): TraceLine[] {
  return traces.flatMap((trace): TraceLine[] => {
    const sets = trace.spansets.filter(({ attributes }) => Object.keys(attributes).length > 0);
    return sets.length === 0
      ? [{ trace, matched: trace.matched_count, attributes: {} }]
      : sets.map(({ attributes, matched }) => ({ trace, matched, attributes }));
  });
}

/** The columns of a list of traces: those that the short form picks, else all, with what the query found. */
export function traceShape(lines: readonly TraceLine[], pick: readonly string[]): ListShape<TraceLine> {
  const empty = 'No traces found';
  if (pick.length > 0) {
    return { columns: pick.map((name) => ({ name, value: ({ trace }) => picked(trace, name) })), empty };
  }
  const names = [...new Set(lines.flatMap(({ attributes }) => Object.keys(attributes)))];
  const found = lines.some(({ matched }) => matched !== null) ? [matchedColumn] : [];
  const computed = names.map((name) => ({ name, value: ({ attributes }: TraceLine) => attributes[name] }));
  return { columns: [...columns, ...found, ...computed], empty };
}

/** A trace with the keys that the short form picks, and no others. */
export function pickedTrace(trace: TraceListed, pick: readonly string[]): object {
  return pick.length === 0 ? trace : Object.fromEntries(pick.map((name) => [name, picked(trace, name)]));
}

/** The colours of what spans and traces end with. */
export const statusStyles: Readonly<Record<TraceListed['status'], Style>> = {
  OK: 'good',
  ERROR: 'bad',
  UNSET: 'quiet',
};

const matchedColumn: Column<TraceLine> = { name: 'matched', value: ({ matched }) => matched };

const columns: readonly Column<TraceLine>[] = [
  { name: 'trace_id', value: ({ trace }) => trace.trace_id },
  { name: 'name', value: ({ trace }) => trace.root_name },
  {
    name: 'status',
    value: ({ trace }) => trace.status,
    style: ({ trace }) => statusStyles[trace.status],
  },
  { name: 'start', value: ({ trace }) => trace.start_time },
  { name: 'duration', value: ({ trace }) => durationText(trace.duration_ms) },
  { name: 'active', value: ({ trace }) => durationText(trace.active_ms) },
  { name: 'spans', value: ({ trace }) => trace.span_count },
];

function picked(trace: TraceListed, name: string): unknown {
  return (trace as unknown as Readonly<Record<string, unknown>>)[name];
}
