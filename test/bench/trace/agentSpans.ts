import type { Rows } from '#protocol/rows';
import { spanRow } from '../store/spanRows';

/** How many spans each trace of the questions has. */
export const traceSpans = 315;

/** Spans as an agent's work leaves them, in trees: each span has up to four children. */
export function agentSpan(index: number): Rows['spans'] {
  const place = index % traceSpans;
  const trace = (index - place) / traceSpans;
  const parent = index - place + Math.floor((place - 1) / 4);
  return {
    ...spanRow(index),
    trace_id: agentTrace(trace),
    run_id: null,
    kind: place === 0 ? 'run' : 'tool',
    parent_span_id: place === 0 ? null : parent.toString(16).padStart(16, '0'),
  };
}

/** The id of the trace of a number. */
export function agentTrace(trace: number): string {
  return (trace + 1).toString(16).padStart(32, '0');
}
