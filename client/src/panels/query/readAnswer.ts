import type { CancellationToken } from 'vscode';
import type { Result } from '#protocol/methods';
import type { SpanFound, TraceFound } from '#protocol/methods/traces/queries';
import { visible } from '#protocol/shown/visible';
import type { AnsweredSpan, AnsweredTrace, NamedText, QueryAnswer } from '#protocol/views/query';
import type { ServerLine } from '../../connection/serverLine';

const mostTraces = 100;
const mostSpans = 20;
const longestText = 2000;

/** Asks a query of either kind: the view draws spans as a list, numbers over time as a chart. */
export async function readAnswer(
  line: Pick<ServerLine, 'request'>,
  q: string,
  token?: CancellationToken,
): Promise<QueryAnswer> {
  const { is_series, problems } = await line.request('trace/check', { q }, token);
  const isWhole = !problems.some(({ severity }) => severity === 'error');
  if (is_series && isWhole) {
    return seriesAnswer(q, await line.request('trace/series', { q }, token));
  }
  const asked = { q, limit: mostTraces, span_limit: mostSpans };
  const { items, partial_reason, spans_read } = await line.request('trace/query', asked, token);
  return { q, traces: items.map(traceOf), series: null, partial: partial_reason, spans_read };
}

function seriesAnswer(q: string, found: Result<'trace/series'>): QueryAnswer {
  const { start_us, step_us, series, partial_reason, spans_read } = found;
  const lines = series.map(({ labels, values }) => ({
    label: labels.map(({ name, value }) => `${visible(name)}=${textOf(value)}`).join(', '),
    values,
  }));
  return { q, traces: [], series: { start_us, step_us, lines }, partial: partial_reason, spans_read };
}

function traceOf(trace: TraceFound): AnsweredTrace {
  return {
    trace_id: trace.run_id ?? trace.trace_id,
    title: visible(trace.root_name),
    started_at: new Date(trace.start_us / 1000).toISOString(),
    duration_ms: trace.duration_ms,
    matched: trace.matched_count,
    sets: trace.spansets.map(({ attributes, spans }) => ({
      attributes: named(attributes),
      spans: spans.map(spanOf),
    })),
  };
}

function spanOf({ span_id, name, status, start_us, end_us, selected }: SpanFound): AnsweredSpan {
  return {
    span_id,
    name: visible(name),
    status,
    duration_ms: end_us === null ? null : (end_us - start_us) / 1000,
    selected: named(selected),
  };
}

function named(values: Readonly<Record<string, unknown>>): readonly NamedText[] {
  const known = Object.entries(values).filter(([, value]) => value !== null);
  return known.map(([name, value]) => ({ name: visible(name), text: textOf(value) }));
}

function textOf(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return visible((text ?? '').slice(0, longestText));
}
