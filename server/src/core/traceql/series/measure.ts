import { integerValue } from '../evaluate/numbers/reckon';
import { nil, numberOf, type Value } from '../evaluate/value';
import { valueText } from '../evaluate/valueText';
import { printField } from '../print/printField';
import type { Label, Series } from './series';
import type { Measured } from './seriesPlan';
import { Tally } from './tally';
import { stepAt, type TimeSteps } from './timeSteps';

type Metric = Measured['metric'];

/** Gathers what one function over time makes of the spans that it is told of, in any order. */
export class Measure {
  readonly #metric: Metric;
  readonly #steps: TimeSteps;
  readonly #names: readonly string[];
  readonly #groups = new Map<string, { readonly labels: readonly Label[]; readonly tally: Tally }>();

  constructor(metric: Metric, steps: TimeSteps) {
    this.#metric = metric;
    this.#steps = steps;
    this.#names = metric.by.map(printField);
  }

  /** One span: when it started, what it is worth for each `by`, and for what the function looks at. */
  add(startUs: number, by: readonly Value[], value: Value): void {
    const step = stepAt(this.#steps, startUs);
    if (step === -1) return;
    const { name } = this.#metric;
    if (name === 'rate' || name === 'count_over_time') {
      this.#tally(by).count(step);
    } else if (name === 'histogram_over_time') {
      const bucket = bucketOf(value);
      if (bucket !== null) this.#tally(by, { name: '__bucket', value: bucket }).count(step);
    } else {
      const number = plainNumber(value);
      if (number !== null) this.#tally(by).add(step, number);
    }
  }

  /** The series so far, in the order in which they were first heard of. */
  series(): Series[] {
    const { name, numbers } = this.#metric;
    const quantiles = numbers.map(({ value }) => numberOf(value) ?? Number.NaN);
    return [...this.#groups.values()].flatMap(({ labels, tally }) =>
      name === 'quantile_over_time'
        ? quantiles.map((p) => ({
            labels: [...labels, { name: 'p', value: { type: 'float', value: p } as const }],
            values: tally.quantiles(p),
          }))
        : [{ labels, values: tally.values(name, this.#steps.stepUs) }],
    );
  }

  /** Where the numbers of one combination of labels are gathered; for whoever works out the steps by themselves. */
  tallyFor(by: readonly Value[]): Tally {
    return this.#tally(by);
  }

  #tally(by: readonly Value[], more?: Label): Tally {
    const key = by.map(valueText).join('\n') + (more === undefined ? '' : `\n${valueText(more.value)}`);
    const known = this.#groups.get(key);
    if (known !== undefined) return known.tally;
    const own = this.#names.map((name, place) => ({ name, value: by[place] ?? nil }));
    const labels = more === undefined ? own : [...own, more];
    const tally = new Tally(this.#steps.count, this.#metric.name === 'quantile_over_time');
    this.#groups.set(key, { labels, tally });
    return tally;
  }
}

/** A value as it is reckoned with over time: durations count seconds; `null` where it is no number. */
function plainNumber(value: Value): number | null {
  const number = numberOf(value);
  return number !== null && value.type === 'duration' ? number / 1e9 : number;
}

/** The next power of two, of nanoseconds for durations, which are labelled in seconds; only whole values from 2 have one. */
function bucketOf(value: Value): Value | null {
  if ((value.type !== 'int' && value.type !== 'duration') || value.value < 2) return null;
  let bucket = 2;
  while (bucket < value.value) bucket *= 2;
  return value.type === 'int' ? integerValue(bucket) : { type: 'float', value: bucket / 1e9 };
}
