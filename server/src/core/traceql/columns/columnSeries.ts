import type { Field } from '../ast';
import { nil, numberOf, type Value } from '../evaluate/value';
import type { Measure } from '../series/measure';
import type { Measured } from '../series/seriesPlan';
import type { Tally } from '../series/tally';
import { stepAt, type TimeSteps } from '../series/timeSteps';
import { leafColumn, valueIn } from './leafColumns';
import { fourRows, rowsIn, wordsOf } from './masks/masks';
import { type RowLabels, rowLabels } from './rowLabels';
import { rowValues } from './rowValues';
import type { Codes, SpanSegment } from './segment';
import type { ColumnEvaluation } from './spansets';

type Metric = Measured['metric'];

/** Tells a function over time of the rows of a mask. */
export function measureRows(
  metric: Metric,
  measure: Measure,
  mask: Uint8Array,
  evaluation: ColumnEvaluation & { readonly steps: TimeSteps },
): void {
  const { segment, steps, expressions } = evaluation;
  const labels = rowLabels(
    metric.by.map((field) => rowValues(field, segment, mask, expressions)),
    mask,
  );
  const tallies: Tally[] = [];
  const tallyOf = (group: number) => {
    tallies[group] ??= measure.tallyFor(labels.values(group));
    return tallies[group] as Tally;
  };
  const rows = { mask, labels, segment, steps, tallyOf };
  if (metric.name === 'histogram_over_time') measureValues(metric, measure, rows, evaluation);
  else if (metric.name === 'rate' || metric.name === 'count_over_time') countRows(rows);
  else if (metric.operand !== null) addNumbers(rows, plainNumbers(metric.operand, mask, evaluation));
}

interface MeasuredRows {
  readonly mask: Uint8Array;
  readonly labels: RowLabels;
  readonly segment: SpanSegment;
  readonly steps: TimeSteps;
  /** Where the numbers of one combination of labels are gathered. */
  readonly tallyOf: (group: number) => Tally;
}

/** Counts that are gathered in a table of their own before any tally hears of them; more are told one by one. */
const mostCounts = 1 << 20;

function countRows(rows: MeasuredRows): void {
  const { mask, labels, segment, steps, tallyOf } = rows;
  const step = stepAt(steps, segment.firstUs);
  if (step !== -1 && step === stepAt(steps, segment.lastUs))
    countGroups(mask, labels).forEach((times, group) => {
      if (times > 0) tallyOf(group).countMany(step, times);
    });
  else if (labels.count * steps.count > mostCounts) countOneByOne(rows);
  else countInSteps(rows);
}

/** Where all rows are in one step nobody asks for their times. */
function countGroups(mask: Uint8Array, { places, count }: RowLabels): Uint32Array {
  const counts = new Uint32Array(count);
  if (places === null) counts[0] = rowsIn(mask);
  else countPlaces(mask, places, counts);
  return counts;
}

/** Rows are mostly in or out together: where four are in, none is asked by itself. */
function countPlaces(mask: Uint8Array, places: Codes, counts: Uint32Array): void {
  const words = wordsOf(mask);
  const end = words.length << 2;
  for (let row = 0; row < end; row += 4) {
    const word = words[row >> 2] as number;
    if (word === fourRows) countFour(places, row, counts);
    else if (word !== 0) countSome(mask, places, row, row + 4, counts);
  }
  countSome(mask, places, end, mask.length, counts);
}

function countFour(places: Codes, row: number, counts: Uint32Array): void {
  const one = places[row] as number;
  const two = places[row + 1] as number;
  const three = places[row + 2] as number;
  const four = places[row + 3] as number;
  counts[one] = (counts[one] as number) + 1;
  counts[two] = (counts[two] as number) + 1;
  counts[three] = (counts[three] as number) + 1;
  counts[four] = (counts[four] as number) + 1;
}

function countSome(mask: Uint8Array, places: Codes, from: number, to: number, counts: Uint32Array): void {
  for (let row = from; row < to; row += 1) {
    const place = places[row] as number;
    counts[place] = (counts[place] as number) + (mask[row] as number);
  }
}

function countOneByOne({ mask, labels, segment, steps, tallyOf }: MeasuredRows): void {
  for (let row = mask.indexOf(1); row !== -1; row = mask.indexOf(1, row + 1)) {
    const step = stepAt(steps, segment.startUs[row] as number);
    if (step !== -1) tallyOf(labels.places?.[row] ?? 0).count(step);
  }
}

function countInSteps({ mask, labels, segment, steps, tallyOf }: MeasuredRows): void {
  const { places } = labels;
  const counts = new Uint32Array(labels.count * steps.count);
  for (let row = 0; row < mask.length; row += 1) {
    if (mask[row] === 0) continue;
    const step = stepAt(steps, segment.startUs[row] as number);
    if (step === -1) continue;
    const at = (places === null ? 0 : (places[row] as number)) * steps.count + step;
    counts[at] = (counts[at] as number) + 1;
  }
  counts.forEach((times, at) => {
    if (times > 0) tallyOf(Math.floor(at / steps.count)).countMany(at % steps.count, times);
  });
}

function addNumbers(
  { mask, labels, segment, steps, tallyOf }: MeasuredRows,
  numberAt: (row: number) => number,
): void {
  for (let row = 0; row < mask.length; row += 1) {
    if (mask[row] === 0) continue;
    const step = stepAt(steps, segment.startUs[row] as number);
    const number = numberAt(row);
    if (step !== -1 && !Number.isNaN(number)) tallyOf(labels.places?.[row] ?? 0).add(step, number);
  }
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
  const { places, distinct } = rowValues(operand, segment, mask, expressions);
  const worth = Float64Array.from(
    distinct,
    (value) => (numberOf(value) ?? Number.NaN) / (value.type === 'duration' ? 1e9 : 1),
  );
  return (row) => worth[places[row] as number] as number;
}

/** Value by value, for functions that look at more than a number. */
function measureValues(
  metric: Metric,
  measure: Measure,
  { mask, labels, segment }: MeasuredRows,
  evaluation: ColumnEvaluation,
): void {
  const valueAt = metric.operand === null ? () => nil : valuesOf(metric.operand, mask, evaluation);
  for (let row = mask.indexOf(1); row !== -1; row = mask.indexOf(1, row + 1))
    measure.add(segment.startUs[row] as number, labels.values(labels.places?.[row] ?? 0), valueAt(row));
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
  const { places, distinct } = rowValues(operand, segment, mask, expressions);
  return (row) => distinct[places[row] as number] ?? nil;
}
