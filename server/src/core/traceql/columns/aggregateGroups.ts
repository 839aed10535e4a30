import type { Stage } from '../ast';
import { aggregateValues } from '../evaluate/numbers/aggregateValues';
import { nil, numberOf, type Value } from '../evaluate/value';
import { leafColumn, valueIn } from './leafColumns';
import { rowValues } from './rowValues';
import type { ColumnEvaluation, ColumnSets } from './spansets';

type Aggregate = Extract<Stage, { kind: 'aggregate' }>;

const types = { int: 1, float: 2, duration: 4 } as const;

/** One value for each spanset; null where none of its spans has what is asked for. */
export function aggregateGroups(
  { name, operand }: Aggregate,
  { mask, groups }: ColumnSets,
  evaluation: ColumnEvaluation,
): readonly (Value | null)[] {
  const { segment } = evaluation;
  const places = { of: groups?.of ?? segment.traceOf, count: groups?.count ?? segment.traceCount };
  const { count } = places;
  const rows = operand === null ? null : numbersFor(operand, mask, evaluation);
  if (rows !== null && name !== 'avg' && isBeyondNumbers(rows, mask.length))
    return oneByOne(name, rows.valueAt, mask, places);
  const tally = tallied(rows, mask, places);
  return Array.from({ length: count }, (_, group) => {
    const found = tally.counts[group] as number;
    if (operand === null) return { type: 'int', value: found };
    if (found === 0) return null;
    const kinds = tally.kinds[group] as number;
    const isWhole = kinds === types.duration || (kinds === types.int && name !== 'avg');
    const type = !isWhole ? 'float' : kinds === types.int ? 'int' : 'duration';
    return { type, value: reduced(name, tally, group) };
  });
}

/** Whether an integer, or the sum of so many, may be one that no number holds exactly. */
function isBeyondNumbers({ integers }: RowNumbers, rowCount: number): boolean {
  return integers.some((one) => Math.abs(Number(one)) * rowCount > Number.MAX_SAFE_INTEGER);
}

/** The same from the values themselves, as whoever looks at one trace at a time does it. */
function oneByOne(
  name: Aggregate['name'],
  valueAt: (row: number) => Value,
  mask: Uint8Array,
  { of, count }: Places,
): readonly (Value | null)[] {
  const values = Array.from({ length: count }, (): Value[] => []);
  for (let row = mask.indexOf(1); row !== -1; row = mask.indexOf(1, row + 1))
    values[of[row] as number]?.push(valueAt(row));
  return values.map((all) => aggregateValues(name, all));
}

/** The spanset of each row, and how many there are. */
interface Places {
  readonly of: Uint32Array;
  readonly count: number;
}

interface Tallied {
  readonly counts: Float64Array;
  readonly sums: Float64Array;
  readonly least: Float64Array;
  readonly most: Float64Array;
  readonly kinds: Uint8Array;
}

function reduced(name: Aggregate['name'], tally: Tallied, group: number): number {
  const sum = tally.sums[group] as number;
  switch (name) {
    case 'min':
      return tally.least[group] as number;
    case 'max':
      return tally.most[group] as number;
    case 'avg':
      return sum / (tally.counts[group] as number);
    case 'sum':
      return sum;
    case 'count':
      return tally.counts[group] as number;
  }
}

/** The numbers of rows, NaN where there is none, and of what type they are. */
interface RowNumbers {
  readonly numbers: (row: number) => number;
  readonly kinds: (row: number) => number;
  readonly valueAt: (row: number) => Value;
  /** The integers among the distinct values, where there are any that may be large. */
  readonly integers: readonly (number | bigint)[];
}

function numbersFor(
  operand: NonNullable<Aggregate['operand']>,
  mask: Uint8Array,
  { segment, expressions }: ColumnEvaluation,
): RowNumbers {
  const isBare = operand.kind === 'attribute' || operand.kind === 'intrinsic' || operand.kind === 'column';
  const column = isBare ? leafColumn(operand, segment) : null;
  if (column?.kind === 'numbers') {
    const { numbers, ofTrace, type } = column;
    return {
      numbers: (row) => numbers[ofTrace ? (segment.traceOf[row] as number) : row] as number,
      kinds: () => types[type],
      valueAt: (row) => valueIn(column, row, segment),
      integers: [],
    };
  }
  const { places, distinct } = rowValues(operand, segment, mask, expressions);
  const worth = Float64Array.from(distinct, (value) => numberOf(value) ?? Number.NaN);
  const kinds = Uint8Array.from(distinct, ({ type }) =>
    type in types ? types[type as keyof typeof types] : 0,
  );
  return {
    numbers: (row) => worth[places[row] as number] as number,
    kinds: (row) => kinds[places[row] as number] as number,
    valueAt: (row) => distinct[places[row] as number] ?? nil,
    integers: distinct.flatMap((value) => (value.type === 'int' ? [value.value] : [])),
  };
}

function tallied(rows: RowNumbers | null, mask: Uint8Array, { of, count }: Places): Tallied {
  const counts = new Float64Array(count);
  const sums = new Float64Array(count);
  const least = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  const most = new Float64Array(count).fill(Number.NEGATIVE_INFINITY);
  const kinds = new Uint8Array(count);
  for (let row = 0; row < mask.length; row += 1) {
    if (mask[row] === 0) continue;
    const group = of[row] as number;
    const number = rows === null ? 0 : rows.numbers(row);
    if (Number.isNaN(number)) continue;
    counts[group] = (counts[group] as number) + 1;
    if (rows === null) continue;
    sums[group] = (sums[group] as number) + number;
    least[group] = Math.min(least[group] as number, number);
    most[group] = Math.max(most[group] as number, number);
    kinds[group] = (kinds[group] as number) | rows.kinds(row);
  }
  return { counts, sums, least, most, kinds };
}
