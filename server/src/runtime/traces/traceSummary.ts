import type { TraceListed } from '#protocol/methods/traces/traceLists';
import type { SpanRow } from '#protocol/rows';
import { durations } from '../../core/report/activeTime';

/** What a list says of a trace, from its root and from the spans in which people were waited for. */
export function traceSummary(
  root: SpanRow,
  gates: readonly SpanRow[],
  span_count: number,
): Omit<TraceListed, 'matched_count' | 'spansets'> {
  const { trace_id, run_id, name, service_name, status, start_us, end_us } = root;
  return {
    trace_id,
    run_id,
    root_name: name,
    root_service: service_name,
    status,
    start_time: isoOf(start_us),
    end_time: end_us === null ? null : isoOf(end_us),
    ...durations(root, gates),
    span_count,
  };
}

/** A time in microseconds as people and documents write it. */
export function isoOf(us: number): string {
  return new Date(us / 1000).toISOString();
}
