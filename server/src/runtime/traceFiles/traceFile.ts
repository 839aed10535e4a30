import { AppError } from '#protocol/errors';
import type { Checked, Result } from '#protocol/methods';
import type { TraceFound } from '#protocol/methods/traces/queries';
import type { SpanRow } from '#protocol/rows';
import type { Query } from '../../core/traceql/ast';
import { spanTree } from '../../core/traceql/evaluate/spanTree';
import { evaluateSeries } from '../../core/traceql/series/evaluateSeries';
import { plainSeries } from '../../core/traceql/series/plainSeries';
import { mostSteps, timeSteps } from '../../core/traceql/series/timeSteps';
import { answerable } from '../handlers/records/queries/answerable';
import type { FileEvent, FileSpan, FileSummary, TraceReader } from '../ports/tracePort';
import { foundSpans, foundSummary, mostTraces, unselected } from '../queries/foundLists';
import { traceFinder } from '../queries/rows/traceFound';
import type { TraceRows } from '../queries/rows/traceRows';
import { listAnswer } from '../record/listAnswer';
import { tracedSpansOf } from '../record/tracedSpans';
import { spanView } from '../record/views';
import { traceSummary } from '../traces/traceSummary';
import { fileEventView, fileRow } from './fileRows';

const whole = { is_partial: false, partial_reason: null };

/** Answers what can be asked of traces from a file, as the server answers it from its record. */
export class TraceFile {
  readonly #reader: TraceReader;

  constructor(reader: TraceReader) {
    this.#reader = reader;
  }

  list({ q, status, sort, limit, offset }: Checked<'trace/list'>): Result<'trace/list'> {
    const query = q === undefined ? null : answerable(q, 'spans');
    const found = query === null ? null : this.#find(query, mostOf(query, mostTraces), 1);
    const byTrace = new Map(found?.map((one) => [one.trace_id, one]));
    const kept = this.#reader
      .summaries()
      .filter(({ trace_id }) => found === null || byTrace.has(trace_id))
      .filter((one) => isWanted(one, status));
    const weight = sort === 'duration' ? lengthUs : sort === 'cost' ? this.#costs() : () => 0;
    const sorted = kept.toSorted((left, right) => weight(right) - weight(left));
    const page = sorted.slice(offset, offset + limit).map(({ trace_id }) => {
      const line = this.#summary(trace_id);
      const match = byTrace.get(trace_id);
      return match === undefined ? line : foundSummary(line, match);
    });
    const pick = query?.form === 'short' ? [...query.pick] : [];
    return { ...listAnswer(page, kept.length, { limit, offset }), pick, ...whole };
  }

  show({ trace_id: name, include_events }: Checked<'trace/show'>): Result<'trace/show'> {
    const trace_id = name === 'latest' ? this.#reader.traceIds(1)[0] : name;
    const { rows, events } = this.#trace(trace_id ?? '');
    const [first] = rows;
    if (first === undefined) {
      throw new AppError(
        'NOT_FOUND',
        name === 'latest' ? 'there is no trace yet' : `there is no trace ${name}`,
      );
    }
    return {
      trace_id: first.trace_id,
      run_id: first.run_id,
      spans: rows.map(spanView),
      events: include_events ? events.map(fileEventView) : [],
    };
  }

  search(params: Checked<'trace/search'>): Result<'trace/search'> {
    const { q, status, limit, offset } = params;
    const spans =
      q === undefined
        ? this.#spans({ status }).filter(({ timeout }) => timeout || !params.timeout_only)
        : foundSpans(this.#matches(q), params);
    return { ...listAnswer(spans.slice(offset, offset + limit), spans.length, { limit, offset }), ...whole };
  }

  query({ q, limit, span_limit }: Checked<'trace/query'>): Result<'trace/query'> {
    const query = answerable(q, 'spans');
    const pick = query.form === 'short' ? [...query.pick] : [];
    const items = this.#find(query, mostOf(query, limit), span_limit);
    return { items, pick, ...whole, spans_read: items.reduce((sum, { span_count }) => sum + span_count, 0) };
  }

  series({ q, start_us, end_us, step_us }: Checked<'trace/series'>): Result<'trace/series'> {
    const query = answerable(q, 'series');
    const starts = this.#reader.spans({}).flatMap((span) => (span.start_us === null ? [] : [span.start_us]));
    const from = start_us ?? starts[0] ?? 0;
    const to = end_us ?? (starts.at(-1) ?? from - 1) + 1;
    const steps = timeSteps(from, Math.max(from, to), step_us);
    if (steps.count > mostSteps) {
      throw new AppError('BAD_REQUEST', `${steps.count} steps are more than ${mostSteps}; take longer ones`);
    }
    const evaluation = evaluateSeries(query, steps);
    for (const trace_id of this.#reader.traceIds()) evaluation.add(this.#rows(trace_id).tree);
    const series = evaluation.answer().map(plainSeries);
    const { startUs, stepUs, count } = steps;
    return { start_us: startUs, step_us: stepUs, count, series, ...whole, spans_read: starts.length };
  }

  #matches(q: string): TraceFound[] {
    const query = answerable(q, 'spans');
    return this.#find(query, mostOf(query, mostTraces), mostTraces);
  }

  /** Every span of the file, trace by trace, as it can be taken over into the record. */
  *whole(): Generator<SpanRow> {
    for (const trace_id of this.#reader.traceIds()) yield* this.#trace(trace_id).rows;
  }

  #find(query: Query, limit: number, spanLimit: number): TraceFound[] {
    const decide = traceFinder(query, spanLimit);
    const items: TraceFound[] = [];
    for (const trace_id of this.#reader.traceIds()) {
      const found = decide(this.#rows(trace_id));
      if (found !== null) items.push(found);
      if (items.length === limit) break;
    }
    return items;
  }

  #spans({ status }: { readonly status: string | undefined }) {
    return this.#reader
      .spans({ status })
      .map((span) => unselected(spanView(fileRow(span, []))))
      .reverse();
  }

  #rows(traceId: string): TraceRows {
    const { rows } = this.#trace(traceId);
    const runId = rows.find(({ run_id }) => run_id !== null)?.run_id ?? null;
    return { traceId, runId, rows, tree: spanTree(traceId, tracedSpansOf(rows, [])) };
  }

  #trace(trace_id: string): { readonly rows: readonly SpanRow[]; readonly events: readonly FileEvent[] } {
    const events = this.#reader.events({ trace_id });
    const bySpan = new Map<string | null, FileEvent[]>();
    for (const event of events) {
      const known = bySpan.get(event.span_id);
      if (known === undefined) bySpan.set(event.span_id, [event]);
      else known.push(event);
    }
    const row = (span: FileSpan) => fileRow(span, bySpan.get(span.span_id) ?? []);
    return { rows: this.#reader.spans({ trace_id }).map(row), events };
  }

  #summary(traceId: string) {
    const { rows } = this.#trace(traceId);
    const root = rows.find(({ parent_span_id }) => parent_span_id === null) ?? (rows[0] as SpanRow);
    const gates = rows.filter(({ kind }) => kind === 'gate');
    return { ...traceSummary(root, gates, rows.length), matched_count: null, spansets: [] };
  }

  /** What the spans of each trace say that they cost. */
  #costs(): (summary: FileSummary) => number {
    const costs = new Map<string, number>();
    for (const span of this.#reader.spans({})) {
      const { attributes } = spanView(fileRow(span, []));
      const cost = attributes['cost'];
      if (typeof cost === 'number') costs.set(span.trace_id, (costs.get(span.trace_id) ?? 0) + cost);
    }
    return ({ trace_id }) => costs.get(trace_id) ?? 0;
  }
}

/** Traces that ended well, or those in which anything failed, handled or not. */
function isWanted({ root_status, has_error }: FileSummary, status: 'OK' | 'ERROR' | undefined): boolean {
  if (status === undefined) return true;
  return status === 'ERROR' ? has_error === 1 : root_status === status;
}

function lengthUs({ start_us, end_us }: FileSummary): number {
  return start_us === null || end_us === null ? 0 : end_us - start_us;
}

function mostOf(query: Query, limit: number): number {
  return query.form === 'short' ? Math.min(limit, query.limit ?? limit) : limit;
}
