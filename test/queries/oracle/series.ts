import { printTerm } from '../printShape';
import type { Metrics } from '../queryShape';
import type { SampleSpan, SampleTrace } from '../sampleTraces';
import { termValue } from './fields';
import { spansetsOf } from './spansets';
import { isNumber, type Value, valueKey, whole } from './values';

/** The range of a metrics query: `count` steps of a length from a start; microseconds. */
export interface Range {
  readonly startUs: number;
  readonly stepUs: number;
  readonly count: number;
}

/** One series: what tells it from others, and a number or NaN for each step. */
export interface OracleSeries {
  readonly labels: readonly (readonly [string, Value])[];
  readonly values: readonly number[];
}

/** The answer of a metrics query over some traces; series without any number are left out. */
export function seriesOf(
  query: Metrics,
  traces: readonly SampleTrace[],
  range: Range,
): readonly OracleSeries[] {
  const made = answer(query, traces, range);
  return typeof made === 'number'
    ? []
    : made.filter(({ values }) => values.some((one) => !Number.isNaN(one)));
}

type Metric = Extract<Metrics, { t: 'metric' }>;

function answer(
  query: Metrics,
  traces: readonly SampleTrace[],
  range: Range,
): readonly OracleSeries[] | number {
  switch (query.t) {
    case 'number':
      return query.value;
    case 'metric':
      return limited(query, ranked(query, measured(query, traces, range), range));
    case 'math':
      return reckoned(query, answer(query.left, traces, range), answer(query.right, traces, range), range);
  }
}

interface Point {
  readonly step: number;
  readonly value: Value;
}

function measured(query: Metric, traces: readonly SampleTrace[], range: Range): OracleSeries[] {
  const groups = new Map<string, { labels: OracleSeries['labels']; points: Point[] }>();
  for (const trace of traces) {
    const matched = new Set(spansetsOf(query.stages, trace).flatMap(({ spans }) => [...spans]));
    for (const span of matched) addSpan(query, { trace, span, range }, groups);
  }
  return [...groups.values()].flatMap(({ labels, points }) => {
    const at = (step: number) => points.filter((point) => point.step === step).map(({ value }) => value);
    const values = (reduce: (all: readonly Value[]) => number) =>
      Array.from({ length: range.count }, (_, step) => reduce(at(step)));
    if (query.name !== 'quantile_over_time')
      return [{ labels, values: values((all) => reduced(query.name, all, range)) }];
    return query.numbers.map((p) => ({
      labels: [...labels, ['p', { k: 'float', v: p }] as const],
      values: values((all) => quantile(p, all.filter(isNumber).map(seconds))),
    }));
  });
}

function addSpan(
  query: Metric,
  { trace, span, range }: { readonly trace: SampleTrace; readonly span: SampleSpan; readonly range: Range },
  groups: Map<string, { labels: OracleSeries['labels']; points: Point[] }>,
): void {
  const step = Math.floor((span.startUs - range.startUs) / range.stepUs);
  const value = query.of === null ? null : termValue(query.of, trace, span);
  const isHistogram = query.name === 'histogram_over_time';
  const bucket = isHistogram ? bucketOf(value) : null;
  const isSkipped = query.of !== null && (isHistogram ? bucket === null : !isNumber(value));
  if (step < 0 || step >= range.count || isSkipped) return;
  const labels = query.by.map((term) => [printTerm(term), termValue(term, trace, span)] as const);
  const all = bucket === null ? labels : [...labels, ['__bucket', bucket] as const];
  const key = valueKey(all);
  const group = groups.get(key) ?? { labels: all, points: [] };
  groups.set(key, group);
  group.points.push({ step, value });
}

/** “duration in SECONDS, other attributes as number” */
function seconds({ k, v }: { readonly k: string; readonly v: number | bigint }): number {
  return k === 'duration' ? Number(v) / 1e9 : Number(v);
}

/** “value rounded up to the next power of two; durations bucketed in ns, labelled in seconds; < 2 and floats skipped” */
function bucketOf(value: Value): Value {
  if (!isNumber(value) || value.k === 'float' || value.v < 2) return null;
  const power = Array.from({ length: 64 }, (_, at) => 2 ** at).find((one) => one >= value.v) as number;
  return value.k === 'int' ? whole(BigInt(power)) : { k: 'float', v: power / 1e9 };
}

function reduced(name: string, all: readonly Value[], { stepUs }: Range): number {
  if (name === 'rate') return all.length / (stepUs / 1e6);
  if (name === 'count_over_time' || name === 'histogram_over_time') return all.length;
  const numbers = all.filter(isNumber).map(seconds);
  if (numbers.length === 0) return Number.NaN;
  const sum = numbers.reduce((total, one) => total + one, 0);
  switch (name) {
    case 'min_over_time':
      return Math.min(...numbers);
    case 'max_over_time':
      return Math.max(...numbers);
    case 'avg_over_time':
      return sum / numbers.length;
    default:
      return sum;
  }
}

/** Exact: the least value that at least this part of all does not exceed; “empty: 0”. */
function quantile(p: number, numbers: readonly number[]): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  return sorted.find((_, at) => (at + 1) / sorted.length >= p) ?? 0;
}

/** “topk/bottomk per step”; of equal numbers those whose labels come first. */
function ranked({ rank }: Metric, series: OracleSeries[], { count }: Range): OracleSeries[] {
  if (rank === null) return series;
  const sign = rank.name === 'topk' ? -1 : 1;
  const ordered = [...series].sort((one, other) => (orderText(one) < orderText(other) ? -1 : 1));
  const isKept = Array.from({ length: count }, (_, step) => {
    const present = ordered.filter(({ values }) => !Number.isNaN(values[step]));
    const sorted = present.toSorted(
      (one, other) => sign * ((one.values[step] ?? 0) - (other.values[step] ?? 0)),
    );
    return new Set(sorted.slice(0, rank.count));
  });
  return ordered.map((one) => ({
    labels: one.labels,
    values: one.values.map((value, step) => (isKept[step]?.has(one) ? value : Number.NaN)),
  }));
}

/** Labels as the product orders them: by names and values as they are written in a query. */
function orderText({ labels }: OracleSeries): string {
  return JSON.stringify(labels.map(([name, value]) => [name, written(value)]));
}

function written(value: Value): string {
  if (value === null) return 'nil';
  if (value.k === 'many') return `[${value.of.map(written).join(', ')}]`;
  if (value.k === 'string') return JSON.stringify(value.v);
  if (value.k !== 'float') return String(value.v);
  return /[.e]/.test(String(value.v)) ? String(value.v) : `${value.v}.0`;
}

function limited({ threshold }: Metric, series: OracleSeries[]): OracleSeries[] {
  if (threshold === null) return series;
  const { op, limit } = threshold;
  const passes = (value: number) =>
    ({
      '=': value === limit,
      '!=': value < limit || value > limit,
      '<': value < limit,
      '<=': value <= limit,
      '>': value > limit,
      '>=': value >= limit,
    })[op];
  return series.map(({ labels, values }) => ({
    labels,
    values: values.map((value) => (passes(value) ? value : Number.NaN)),
  }));
}

/** “Math joins by labels; an unlabelled side broadcasts; x/0 and any empty side = NaN.” */
function reckoned(
  { op }: Extract<Metrics, { t: 'math' }>,
  left: readonly OracleSeries[] | number,
  right: readonly OracleSeries[] | number,
  { count }: Range,
): readonly OracleSeries[] | number {
  const reckon = (one: number, other: number) =>
    ({ '+': one + other, '-': one - other, '*': one * other, '/': other === 0 ? Number.NaN : one / other })[
      op
    ];
  if (typeof left === 'number' && typeof right === 'number') return reckon(left, right);
  const wide = (side: readonly OracleSeries[] | number): readonly number[] | null => {
    if (typeof side === 'number') return Array.from({ length: count }, () => side);
    return side.length === 1 && side[0]?.labels.length === 0 ? side[0].values : null;
  };
  const [allLeft, allRight] = [wide(left), wide(right)];
  const key = ({ labels }: OracleSeries) => valueKey(labels);
  const of = (side: readonly OracleSeries[] | number, all: readonly number[] | null) =>
    new Map(all !== null || typeof side === 'number' ? [] : side.map((one) => [key(one), one]));
  const [ones, others] = [of(left, allLeft), of(right, allRight)];
  const labels = new Map([...ones, ...others].map(([text, one]) => [text, one.labels]));
  if (allLeft !== null && allRight !== null) labels.set('[]', []);
  return [...labels].map(([text, own]) => ({
    labels: own,
    values: Array.from({ length: count }, (_, step) =>
      reckon(
        (allLeft ?? ones.get(text)?.values)?.[step] ?? Number.NaN,
        (allRight ?? others.get(text)?.values)?.[step] ?? Number.NaN,
      ),
    ),
  }));
}
