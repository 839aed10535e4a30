import type { Context, Hono } from 'hono';
import { AppError } from '#protocol/errors';
import type { Result } from '#protocol/methods';
import { jsonAnswer } from '../answers';
import type { HttpDesk, HttpEnv } from '../httpDesk';
import { type Ask, answering, rangeOf } from './ask';
import { tempoValue } from './tempoValue';

/** Metrics queries in the shapes of Tempo: over a range, and one number for all of it. */
export function addMetricRoutes(app: Hono<HttpEnv>, desk: HttpDesk): void {
  app.get(
    '/api/metrics/query_range',
    answering(desk, async (context, ask) => {
      const found = await seriesOf(context, ask, stepOf(context));
      return jsonAnswer(200, {
        series: found.series.map((one) => ranged(found, one)),
        ...extentOf(found),
      });
    }),
  );
  app.get(
    '/api/metrics/query',
    answering(desk, async (context, ask) => {
      const range = await rangeOrHour(context);
      const found = await seriesOf(context, ask, Math.max(1000, range.end_us - range.start_us));
      const series = found.series.map((one) => ({ ...labelsOf(one), value: one.values.at(-1) ?? 0 }));
      return jsonAnswer(200, { series, ...extentOf(found) });
    }),
  );
}

type Found = Result<'trace/series'>;
type Series = Found['series'][number];

async function seriesOf(context: Context<HttpEnv>, ask: Ask, step_us: number | undefined): Promise<Found> {
  const q = context.req.query('q') ?? context.req.query('query') ?? '';
  const range = await rangeOrHour(context);
  return await ask('trace/series', { q, ...range, ...(step_us === undefined ? {} : { step_us }) });
}

const hourUs = 3_600_000_000;

/** The last hour where no range is given, as Tempo has it; `since` counts back from now. */
async function rangeOrHour(context: Context<HttpEnv>): Promise<{ start_us: number; end_us: number }> {
  const { start_us, end_us = Date.now() * 1000 } = rangeOf(context);
  const since = context.req.query('since');
  const backUs = since === undefined ? hourUs : microseconds('since', since);
  return { start_us: start_us ?? Math.max(0, end_us - backUs), end_us };
}

function stepOf(context: Context<HttpEnv>): number | undefined {
  const text = context.req.query('step');
  return text === undefined || text === '' ? undefined : Math.max(1000, microseconds('step', text));
}

const units: ReadonlyMap<string, number> = new Map([
  ...([
    ['ns', 1e-3],
    ['us', 1],
    ['µs', 1],
    ['ms', 1e3],
  ] as const),
  ...([
    ['s', 1e6],
    ['m', 6e7],
    ['h', 3.6e9],
    ['d', 8.64e10],
  ] as const),
]);

/** Seconds, or numbers with units as in `1m30s`. */
function microseconds(name: string, text: string): number {
  if (/^\d+(\.\d+)?$/.test(text)) return Math.round(Number(text) * 1e6);
  if (!/^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h|d))+$/.test(text)) {
    throw new AppError('BAD_REQUEST', `${name} is no duration such as 15s`);
  }
  const parts = [...text.matchAll(/([\d.]+)([^\d.]+)/g)];
  return Math.round(
    parts.reduce((sum, [, number, unit = '']) => sum + Number(number) * (units.get(unit) ?? 0), 0),
  );
}

/** A step without a number has no sample. */
function ranged({ start_us, step_us }: Found, series: Series): object {
  const samples = series.values.flatMap((value, index) => {
    const timestampMs = String(Math.round((start_us + index * step_us) / 1000));
    return value === null ? [] : [{ timestampMs, value }];
  });
  return { ...labelsOf(series), samples, exemplars: [] };
}

function labelsOf({ labels }: Series): { readonly labels: readonly object[]; readonly promLabels: string } {
  const texts = labels.map(({ name, value }) => `${promName(name)}=${JSON.stringify(String(value))}`);
  return {
    labels: labels.map(({ name, value, wide }) => ({ key: name, value: tempoValue(value, wide) })),
    promLabels: `{${texts.join(', ')}}`,
  };
}

function promName(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name);
}

/** How much was looked at, and whether that was all: in the fields of Tempo, for data sources refuse others. */
function extentOf({ spans_read, is_partial, partial_reason }: Found): object {
  const partial = {
    status: 'PARTIAL',
    message: `the budget of ${partial_reason} was spent before the record ended`,
  };
  return { metrics: { inspectedSpans: String(spans_read) }, ...(is_partial ? partial : {}) };
}
