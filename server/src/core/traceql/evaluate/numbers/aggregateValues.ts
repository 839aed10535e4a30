import type { aggregates } from '../../ast';
import { compareNumbers } from '../compareValues';
import { numberOf, type Value } from '../value';
import { sumOfIntegers } from './reckon';

/** One value of what the spans of a set are worth, in their order; null when none is a number. */
export function aggregateValues(name: (typeof aggregates)[number], values: readonly Value[]): Value | null {
  const known = values.filter((value) => numberOf(value) !== null);
  const [first] = known;
  if (first === undefined) return null;
  const integers = known.flatMap((value) => (value.type === 'int' ? [value.value] : []));
  if (integers.length === known.length && name !== 'avg') return ofIntegers(name, integers);
  const numbers = known.map((value) => numberOf(value) ?? 0);
  const isDuration = known.every(({ type }) => type === 'duration');
  return { type: isDuration ? 'duration' : 'float', value: reduced(name, numbers) };
}

type Name = (typeof aggregates)[number];

function ofIntegers(name: Exclude<Name, 'avg'>, all: readonly (number | bigint)[]): Value {
  switch (name) {
    case 'min':
      return {
        type: 'int',
        value: all.reduce((one, other) => (compareNumbers(one, other) <= 0 ? one : other)),
      };
    case 'max':
      return {
        type: 'int',
        value: all.reduce((one, other) => (compareNumbers(one, other) >= 0 ? one : other)),
      };
    case 'sum':
      return sumOfIntegers(all);
    case 'count':
      return { type: 'int', value: all.length };
  }
}

function reduced(name: Name, numbers: readonly number[]): number {
  const sum = () => numbers.reduce((total, number) => total + number, 0);
  switch (name) {
    case 'min':
      return numbers.reduce((least, number) => Math.min(least, number));
    case 'max':
      return numbers.reduce((most, number) => Math.max(most, number));
    case 'avg':
      return sum() / numbers.length;
    case 'sum':
      return sum();
    case 'count':
      return numbers.length;
  }
}
