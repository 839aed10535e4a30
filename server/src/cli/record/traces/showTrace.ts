import { AppError } from '#protocol/errors';
import type { SpanView } from '#protocol/methods/records';
import type { Call, Outcome } from '../../invocation';
import { jsonText } from '../../terminal/jsonText';
import { type ListShape, listText } from '../../terminal/list';
import { treeText } from '../treeText';
import { queryOf } from './queryOption';
import { type TraceDoor, traceDoor } from './traceDoor';
import { statusStyles } from './tracesText';

/** `trace show`: one trace, named by an id or found by a query. */
export async function showTrace(call: Call): Promise<Outcome> {
  const { given, terminal, messages } = call;
  const asked = await queryOf(call);
  const named = given.optionalArgument(0);
  if (asked !== null && named !== undefined) {
    throw new AppError('BAD_REQUEST', 'name a trace or ask for one, not both');
  }
  const door = await traceDoor(call);
  const include_events = given.flag('includeEvents') && given.flag('events');
  const trace_id = asked === null ? (named ?? 'latest') : await onlyTrace(door, asked.q);
  const trace = await door.request('trace/show', { trace_id, include_events });
  if (trace.spans.length === 0) throw new AppError('NOT_FOUND', `${trace.trace_id}: no spans`);
  const format = given.text('format') ?? 'tree';
  if (format === 'tree') {
    const look = { hasColor: terminal.outColor, told: messages.told };
    return { document: trace, text: treeText(trace.spans, trace.events, look) };
  }
  const text =
    format === 'json'
      ? jsonText(trace)
      : listText(trace.spans, spanShape, format === 'table' ? 'table' : 'markdown', terminal.outColor);
  return { document: trace, text };
}

/** The trace that a query finds, which must be the only one: nobody is shown another than they meant. */
async function onlyTrace(door: TraceDoor, q: string): Promise<string> {
  const { items } = await door.request('trace/query', { q, limit: 3, span_limit: 1 });
  const [only] = items;
  if (only === undefined) throw new AppError('NOT_FOUND', 'no trace matches');
  if (items.length > 1) {
    const ids = items.slice(0, 2).map(({ trace_id }) => trace_id);
    throw new AppError(
      'STATE_CONFLICT',
      `more than one trace matches: ${ids.join(', ')}${items.length > 2 ? ', …' : ''}`,
      {
        trace_ids: ids,
      },
    );
  }
  return only.trace_id;
}

/** The columns of a list of spans. */
export const spanShape: ListShape<SpanView> = {
  columns: [
    { name: 'trace_id', value: (span) => span.trace_id },
    { name: 'span_id', value: (span) => span.span_id },
    { name: 'name', value: (span) => span.name },
    { name: 'kind', value: (span) => span.kind },
    { name: 'status', value: (span) => span.status, style: (span) => statusStyles[span.status] },
    { name: 'timeout', value: (span) => span.timeout },
  ],
  empty: 'No spans found',
};
