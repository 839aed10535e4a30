import type { Field } from '../ast';
import { nil, numberOf, type Value } from '../evaluate/value';
import type { Measure } from '../series/measure';
import type { Measured } from '../series/seriesPlan';
import type { Tally } from '../series/tally';
import { stepAt, type TimeSteps } from '../series/timeSteps';
import { leafColumn, valueIn } from './leafColumns';
import { type RowValues, rowValues } from './rowValues';
import type { ColumnEvaluation } from './spansets';

type Metric = Measured['metric'];

/** Tells a function over time of the rows of a mask. */
export function measureRows(
  metric: Metric,
  measure: Measure,
  mask: Uint8Array,
  evaluation: ColumnEvaluation & { readonly steps: TimeSteps },
): void {
  const { segment, steps } = evaluation;
  const by = metric.by.map((field) => rowValues(field, segment, mask, evaluation.expressions));
  const labels = labelsOf(by, segment.traceOf);
  if (metric.name === 'histogram_over_time') {
    measureValues(metric, measure, mask, { ...evaluation, labels });
    return;
  }
  const rows = { mask, startUs: segment.startUs, steps, tallyOf: talliesBy(labels, measure) };
  if (metric.name === 'rate' || metric.name === 'count_over_time') countRows(rows, labels);
  else if (metric.operand !== null) addRows(rows, plainNumbers(metric.operand, mask, evaluation));
}

interface TalliedRows {
  readonly mask: Uint8Array;
  readonly startUs: Float64Array;
  readonly steps: TimeSteps;
  readonly tallyOf: (row: number) => Tally;
}

/** Counts that are gathered in a table of their own before any tally hears of them; more are told one by one. */
const mostCounts = 1 << 20;

function countRows(rows: TalliedRows, labels: Labels): void {
  const { steps, tallyOf } = rows;
  const { places, groupCount } = labels;
  if (places === null || groupCount * steps.count > mostCounts) {
    countOneByOne(rows);
    return;
  }
  const counts = new Uint32Array(groupCount * steps.count);
  const examples = new Uint32Array(groupCount);
  if (steps.count === 1) countInOneStep(rows, places, counts, examples);
  else countInSteps(rows, places, counts, examples);
  for (let at = 0; at < counts.length; at += 1) {
    const times = counts[at] as number;
    if (times > 0)
      tallyOf(examples[Math.floor(at / steps.count)] as number).countMany(at % steps.count, times);
  }
}

function countOneByOne({ mask, startUs, steps, tallyOf }: TalliedRows): void {
  for (let row = 0; row < mask.length; row += 1) {
    const step = mask[row] === 0 ? -1 : stepAt(steps, startUs[row] as number);
    if (step !== -1) tallyOf(row).count(step);
  }
}

function countInOneStep(
  { mask, startUs, steps }: TalliedRows,
  places: ArrayLike<number>,
  counts: Uint32Array,
  examples: Uint32Array,
): void {
  const fromUs = steps.startUs;
  const toUs = fromUs + steps.stepUs;
  for (let row = 0; row < mask.length; row += 1) {
    const at = startUs[row] as number;
    if (mask[row] === 0 || at < fromUs || at >= toUs) continue;
    const place = places[row] as number;
    counts[place] = (counts[place] as number) + 1;
    examples[place] = row;
  }
}

function countInSteps(
  { mask, startUs, steps }: TalliedRows,
  places: ArrayLike<number>,
  counts: Uint32Array,
  examples: Uint32Array,
): void {
  for (let row = 0; row < mask.length; row += 1) {
    if (mask[row] === 0) continue;
    const step = stepAt(steps, startUs[row] as number);
    if (step === -1) continue;
    const place = places[row] as number;
    const at = place * steps.count + step;
    counts[at] = (counts[at] as number) + 1;
    examples[place] = row;
  }
}

function addRows({ mask, startUs, steps, tallyOf }: TalliedRows, numberAt: (row: number) => number): void {
  for (let row = 0; row < mask.length; row += 1) {
    if (mask[row] === 0) continue;
    const step = stepAt(steps, startUs[row] as number);
    const number = numberAt(row);
    if (step !== -1 && !Number.isNaN(number)) tallyOf(row).add(step, number);
  }
}

/** The tally of a row, looked up by its labels once for each combination. */
function talliesBy(labels: Labels, measure: Measure): (row: number) => Tally {
  const tallies: Tally[] = [];
  return (row) => {
    const group = labels.of(row);
    tallies[group] ??= measure.tallyFor(labels.values(row));
    return tallies[group] as Tally;
  };
}

interface Labels {
  /** A small number for each combination of values. */
  readonly of: (row: number) => number;
  readonly values: (row: number) => readonly Value[];
  /** The same numbers by row where they are known without asking; null where not. */
  readonly places: ArrayLike<number> | null;
  readonly groupCount: number;
}

function labelsOf(by: readonly RowValues[], traceOf: Uint32Array): Labels {
  const placeIn = ({ places, ofTrace }: RowValues, row: number) =>
    places[ofTrace ? (traceOf[row] as number) : row] as number;
  const values = (row: number) => by.map((one) => one.distinct[placeIn(one, row)] ?? nil);
  const [only] = by;
  if (only === undefined)
    return { of: () => 0, values, places: new Uint8Array(traceOf.length), groupCount: 1 };
  if (by.length === 1) {
    const places = only.ofTrace ? null : only.places;
    return { of: (row) => placeIn(only, row), values, places, groupCount: only.distinct.length };
  }
  const known = new Map<number, number>();
  const of = (row: number) => {
    const key = by.reduce((sum, one) => sum * one.distinct.length + placeIn(one, row), 0);
    const group = known.get(key) ?? known.size;
    known.set(key, group);
    return group;
  };
  return { of, values, places: null, groupCount: 0 };
}

/** Numbers as they are reckoned with over time, durations in seconds; NaN where there is none. */
function plainNumbers(
  operand: Field,
  mask: Uint8Array,
  { segment, expressions }: ColumnEvaluation,
): (row: number) => number {
  const isBare = operand.kind === 'attribute' || operand.kind === 'intrinsic' || operand.kind === 'column';
  const column = isBare ? leafColumn(operand, segment) : null;
  const { traceOf } = segment;
  if (column?.kind === 'numbers') {
    const { numbers, ofTrace, type } = column;
    const unit = type === 'duration' ? 1e9 : 1;
    return (row) => (numbers[ofTrace ? (traceOf[row] as number) : row] as number) / unit;
  }
  const { places, distinct, ofTrace } = rowValues(operand, segment, mask, expressions);
  const worth = Float64Array.from(
    distinct,
    (value) => (numberOf(value) ?? Number.NaN) / (value.type === 'duration' ? 1e9 : 1),
  );
  return (row) => worth[places[ofTrace ? (traceOf[row] as number) : row] as number] as number;
}

/** Value by value, for functions that look at more than a number. */
function measureValues(
  metric: Metric,
  measure: Measure,
  mask: Uint8Array,
  evaluation: ColumnEvaluation & { readonly labels: Labels },
): void {
  const { segment, labels } = evaluation;
  const valueAt = metric.operand === null ? () => nil : valuesOf(metric.operand, mask, evaluation);
  for (let row = 0; row < mask.length; row += 1)
    if (mask[row] === 1) measure.add(segment.startUs[row] as number, labels.values(row), valueAt(row));
}

function valuesOf(
  operand: Field,
  mask: Uint8Array,
  { segment, expressions }: ColumnEvaluation,
): (row: number) => Value {
  const isBare = operand.kind === 'attribute' || operand.kind === 'intrinsic' || operand.kind === 'column';
  if (isBare) {
    const column = leafColumn(operand, segment);
    return (row) => valueIn(column, row, segment);
  }
  const { places, distinct, ofTrace } = rowValues(operand, segment, mask, expressions);
  return (row) => distinct[places[ofTrace ? (segment.traceOf[row] as number) : row] as number] ?? nil;
}
