import { reckon } from '../evaluate/numbers/reckon';
import { type Label, labelKey, orderedSeries, type Series } from './series';
import type { SeriesNode, SeriesPlan, Threshold } from './seriesPlan';

/** The answer of a metrics query from what was measured: `measured` stands in the order of the plan. */
export function combineSeries(
  { root }: SeriesPlan,
  measured: readonly (readonly Series[])[],
  stepCount: number,
): Series[] {
  const made = combined(root, measured, stepCount);
  return orderedSeries(typeof made === 'number' ? [] : made);
}

/** Series, or one number for all of them. */
type Made = readonly Series[] | number;

function combined(node: SeriesNode, measured: readonly (readonly Series[])[], stepCount: number): Made {
  const inner = (one: SeriesNode) => combined(one, measured, stepCount);
  switch (node.kind) {
    case 'measure':
      return measured[node.place] ?? [];
    case 'number':
      return node.value;
    case 'rank':
      return ranked(seriesOf(inner(node.of)), node, stepCount);
    case 'threshold':
      return seriesOf(inner(node.of)).map(({ labels, values }) => ({
        labels,
        values: values.map((value) => (holds(node.op, value, node.limit) ? value : Number.NaN)),
      }));
    case 'math':
      return reckoned(node.op, inner(node.left), inner(node.right), stepCount);
  }
}

function seriesOf(made: Made): readonly Series[] {
  return typeof made === 'number' ? [] : made;
}

function holds(op: Threshold, value: number, limit: number): boolean {
  switch (op) {
    case '=':
      return value === limit;
    case '!=':
      return value !== limit && !Number.isNaN(value);
    case '<':
      return value < limit;
    case '<=':
      return value <= limit;
    case '>':
      return value > limit;
    case '>=':
      return value >= limit;
  }
}

/** At each step only the highest or the lowest stay; of equal ones those whose labels come first. */
function ranked(
  series: readonly Series[],
  { isTop, count }: Extract<SeriesNode, { kind: 'rank' }>,
  stepCount: number,
): Series[] {
  const ordered = orderedSeries(series);
  const kept = ordered.map(({ labels }) => ({
    labels,
    values: new Float64Array(stepCount).fill(Number.NaN),
  }));
  for (let step = 0; step < stepCount; step += 1) {
    const at = (place: number) => ordered[place]?.values[step] ?? Number.NaN;
    const places = ordered.map((_, place) => place).filter((place) => !Number.isNaN(at(place)));
    places.sort((one, other) => (isTop ? at(other) - at(one) : at(one) - at(other)) || one - other);
    for (const place of places.slice(0, count)) {
      const values = kept[place]?.values;
      if (values !== undefined) values[step] = at(place);
    }
  }
  return kept;
}

type Operator = Extract<SeriesNode, { kind: 'math' }>['op'];

/** Sides meet by equal labels; a number or one series without labels meets each; whoever meets nobody has no numbers. */
function reckoned(op: Operator, left: Made, right: Made, stepCount: number): Made {
  if (typeof left === 'number' && typeof right === 'number') return numberOf(op, left, right);
  const ones = wide(left);
  const others = wide(right);
  const paired = (labels: readonly Label[], one: Numbers, other: Numbers): Series => ({
    labels,
    values: Float64Array.from({ length: stepCount }, (_, step) => numberOf(op, one(step), other(step))),
  });
  if (ones.forAll !== null && others.forAll !== null) return [paired([], ones.forAll, others.forAll)];
  if (ones.forAll !== null) {
    const one = ones.forAll;
    return [...others.byKey.values()].map(({ labels, values }) => paired(labels, one, numbersOf(values)));
  }
  if (others.forAll !== null) {
    const other = others.forAll;
    return [...ones.byKey.values()].map(({ labels, values }) => paired(labels, numbersOf(values), other));
  }
  const keys = new Set([...ones.byKey.keys(), ...others.byKey.keys()]);
  return [...keys].map((key) => {
    const [one, other] = [ones.byKey.get(key), others.byKey.get(key)];
    return paired(one?.labels ?? other?.labels ?? [], numbersOf(one?.values), numbersOf(other?.values));
  });
}

type Numbers = (step: number) => number;

interface Wide {
  /** What meets every series of the other side. */
  readonly forAll: Numbers | null;
  readonly byKey: ReadonlyMap<string, Series>;
}

function wide(made: Made): Wide {
  if (typeof made === 'number') return { forAll: () => made, byKey: new Map() };
  const [only] = made;
  const isUnlabelled = made.length === 1 && only?.labels.length === 0;
  return {
    forAll: isUnlabelled ? numbersOf(only.values) : null,
    byKey: new Map(made.map((one) => [labelKey(one.labels), one])),
  };
}

function numbersOf(values: Float64Array | undefined): Numbers {
  return (step) => values?.[step] ?? Number.NaN;
}

/** A quotient by nought is no number. */
function numberOf(op: Operator, one: number, other: number): number {
  return op === '/' && other === 0 ? Number.NaN : reckon(op, one, other);
}
