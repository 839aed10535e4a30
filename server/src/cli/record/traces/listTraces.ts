import { AppError } from '#protocol/errors';
import type { Params } from '#protocol/methods';
import { parseDuration } from '../../../core/duration';
import type { Call, Outcome } from '../../invocation';
import { pageOf } from '../../lists';
import { jsonText } from '../../terminal/jsonText';
import { listText } from '../../terminal/list';
import { queryOf } from './queryOption';
import { seriesRange, seriesShape } from './seriesText';
import { traceDoor } from './traceDoor';
import { pickedTrace, traceLines, traceShape } from './tracesText';

/** `trace list`: traces, or the numbers over time that a metrics query asks for. */
export async function listTraces(call: Call): Promise<Outcome> {
  const asked = await queryOf(call);
  if (asked?.isSeries) return await listSeries(call, asked.q);
  const { given, terminal } = call;
  const door = await traceDoor(call);
  const page = await door.request('trace/list', {
    ...(asked === null ? {} : { q: asked.q }),
    status: given.word<'OK' | 'ERROR'>('status'),
    sort: given.word<'start' | 'duration' | 'cost'>('sort'),
    ...pageOf(call),
  });
  const format = given.format();
  if (format === 'json') {
    return { document: page, text: jsonText(page.items.map((trace) => pickedTrace(trace, page.pick))) };
  }
  const lines = traceLines(page.items);
  const text = listText(lines, traceShape(lines, page.pick), format, terminal.outColor);
  return { document: page, text: withNotes(text, format, page) };
}

interface Part {
  readonly total: number;
  readonly items: readonly unknown[];
  readonly is_partial: boolean;
  readonly partial_reason: 'time' | 'spans' | null;
}

/** Says beneath a table what it does not hold. */
export function withNotes(text: string, format: 'table' | 'markdown', page: Part): string {
  if (format !== 'table') return text;
  const left = page.total - page.items.length;
  return [
    text,
    ...(left > 0 ? [`(${left} more; see --limit and --offset)`] : []),
    ...partialNotes(page),
  ].join('\n');
}

function partialNotes({ is_partial, partial_reason }: Pick<Part, 'is_partial' | 'partial_reason'>): string[] {
  const spent =
    partial_reason === 'spans' ? 'as many spans as one question may read' : 'the time for one question';
  return is_partial ? [`(partial: ${spent} ended before the record did)`] : [];
}

async function listSeries(call: Call, q: string): Promise<Outcome> {
  const { given, terminal } = call;
  for (const name of ['status', 'sort', 'offset'] as const) {
    if (given.text(name) === undefined && given.number(name) === undefined) continue;
    throw new AppError('BAD_REQUEST', `--${name} does not go with a metrics query`);
  }
  const door = await traceDoor(call);
  const answer = await door.request('trace/series', { q, ...rangeOf(call) });
  const format = given.format();
  if (format === 'json') return { document: answer, text: jsonText(answer.series) };
  const text = listText(
    answer.series.slice(0, call.globals.limit ?? 500),
    seriesShape(answer.series, terminal.isOutScreen),
    format,
    terminal.outColor,
  );
  const notes = format === 'table' ? [seriesRange(answer), ...partialNotes(answer)] : [];
  return { document: answer, text: [text, ...notes].join('\n') };
}

function rangeOf({ given }: Call): Omit<Params<'trace/series'>, 'q'> {
  const time = (name: string) => {
    const text = given.text(name);
    const ms = text === undefined ? undefined : Date.parse(text);
    if (Number.isNaN(ms))
      throw new AppError('BAD_REQUEST', `--${name}: ${text} is no time such as 2026-01-31T08:00:00Z`);
    return ms === undefined ? undefined : ms * 1000;
  };
  const [start_us, end_us] = [time('since'), time('until')];
  const step = given.text('step') === undefined ? undefined : parseDuration(given.text('step'));
  if (step !== undefined && 'problem' in step) throw new AppError('BAD_REQUEST', `--step ${step.problem}`);
  return {
    ...(start_us === undefined ? {} : { start_us }),
    ...(end_us === undefined ? {} : { end_us }),
    ...(step === undefined ? {} : { step_us: step.ms * 1000 }),
  };
}
