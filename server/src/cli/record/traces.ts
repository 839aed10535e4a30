import type { Command } from 'commander';
import { AppError } from '#protocol/errors';
import type { SpanView } from '#protocol/methods/records';
import { type CommandLine, formatOption, wholeOption, wordOption } from '../commandLine';
import type { Call, Outcome } from '../invocation';
import { listOutcome, pageOf } from '../lists';
import { durationText } from '../terminal/durationText';
import { jsonText } from '../terminal/jsonText';
import { listText } from '../terminal/list';
import { treeText } from './treeText';

/** `trace …`: what happened, as spans. */
export function traceCommands(program: Command, line: CommandLine): void {
  const trace = line.noun(program, 'trace', 'what happened, as trees of spans');
  line
    .verb(trace, 'list', 'list traces, newest first', list)
    .addOption(formatOption())
    .addOption(wordOption('--status <status>', 'only those', ['OK', 'ERROR']))
    .addOption(wordOption('--sort <key>', 'order', ['start', 'duration', 'cost']))
    .addOption(wholeOption('--offset <count>', 'leave out that many', 0));
  line
    .verb(trace, 'show [trace]', 'show one trace by its id or its run’s (default: the newest)', show)
    .addOption(wordOption('--format <format>', 'how it is written', ['tree', 'table', 'json', 'markdown']))
    .option('--include-events', 'with the events')
    .option('--no-events', 'without the events (default)');
}

async function list(call: Call): Promise<Outcome> {
  const door = await call.connect();
  const { given } = call;
  const page = await door.request('trace/list', {
    status: given.word<'OK' | 'ERROR'>('status'),
    sort: given.word<'start' | 'duration' | 'cost'>('sort'),
    ...pageOf(call),
  });
  return listOutcome(call, page, {
    columns: [
      { name: 'trace_id', value: ({ trace_id }) => trace_id },
      { name: 'name', value: ({ root_name }) => root_name },
      { name: 'status', value: ({ status }) => status },
      { name: 'start', value: ({ start_time }) => start_time },
      { name: 'duration', value: ({ duration_ms }) => durationText(duration_ms) },
      { name: 'active', value: ({ active_ms }) => durationText(active_ms) },
      { name: 'spans', value: ({ span_count }) => span_count },
    ],
    empty: 'No traces found',
  });
}

async function show(call: Call): Promise<Outcome> {
  const { given, terminal } = call;
  const include_events = given.flag('includeEvents') && given.flag('events');
  const door = await call.connect();
  const trace = await door.request('trace/show', {
    trace_id: given.optionalArgument(0) ?? 'latest',
    include_events,
  });
  if (trace.spans.length === 0) {
    throw new AppError('NOT_FOUND', `${trace.trace_id}: no spans`);
  }
  const format = given.text('format') ?? 'tree';
  if (format === 'tree') {
    return { document: trace, text: treeText(trace.spans, trace.events, terminal.outColor) };
  }
  const text =
    format === 'json'
      ? jsonText(trace)
      : listText(trace.spans, spanColumns, format === 'table' ? 'table' : 'markdown', terminal.outColor);
  return { document: trace, text };
}

const spanColumns = {
  columns: [
    { name: 'trace_id', value: (span: SpanView) => span.trace_id },
    { name: 'span_id', value: (span: SpanView) => span.span_id },
    { name: 'name', value: (span: SpanView) => span.name },
    { name: 'kind', value: (span: SpanView) => span.kind },
    { name: 'status', value: (span: SpanView) => span.status },
    { name: 'timeout', value: (span: SpanView) => span.timeout },
  ],
  empty: 'No spans found',
};
