import { aggregateName, printTerm } from '../printShape';
import type { Spans, Stage } from '../queryShape';
import type { SampleSpan, SampleTrace } from '../sampleTraces';
import { holds, parentOf, termValue } from './fields';
import { compare, isNumber, type Value, valueKey, whole } from './values';

/** Spans that belong together, and what was attached to them by name. */
export interface Spanset {
  readonly spans: ReadonlySet<SampleSpan>;
  readonly attached: ReadonlyMap<string, Value>;
}

/** The spansets that a query leaves of a trace; none when the trace is no result. */
export function spansetsOf(stages: readonly Stage[], trace: SampleTrace): readonly Spanset[] {
  return through(stages, [{ spans: new Set(trace.spans), attached: new Map() }], trace);
}

function through(
  stages: readonly Stage[],
  input: readonly Spanset[],
  trace: SampleTrace,
): readonly Spanset[] {
  let sets = input;
  for (const stage of stages) sets = after(stage, sets, trace).filter(({ spans }) => spans.size > 0);
  return sets;
}

function after(stage: Stage, sets: readonly Spanset[], trace: SampleTrace): readonly Spanset[] {
  switch (stage.t) {
    case 'filter':
      return sets.map(({ spans, attached }) => ({ spans: kept(stage, spans, trace), attached }));
    case 'pipeline':
      return through(stage.stages, sets, trace);
    case 'join':
      return sets.map((set) => ({ spans: joined(stage, set, trace), attached: set.attached }));
    case 'by':
      return sets.flatMap((set) => grouped(stage, set, trace));
    case 'coalesce':
      return [{ spans: new Set(sets.flatMap(({ spans }) => [...spans])), attached: new Map() }];
    case 'select':
      return sets;
    case 'aggregate':
      return sets.flatMap((set) => passing(stage, set, trace));
  }
}

function kept(
  { test }: Extract<Stage, { t: 'filter' }>,
  spans: ReadonlySet<SampleSpan>,
  trace: SampleTrace,
): ReadonlySet<SampleSpan> {
  return new Set([...spans].filter((span) => test === null || holds(test, trace, span)));
}

function grouped(
  { of }: Extract<Stage, { t: 'by' }>,
  { spans, attached }: Spanset,
  trace: SampleTrace,
): Spanset[] {
  const groups = new Map<string, { readonly value: Value; readonly spans: Set<SampleSpan> }>();
  for (const span of spans) {
    const value = termValue(of, trace, span);
    const group = groups.get(valueKey(value)) ?? { value, spans: new Set() };
    groups.set(valueKey(value), group);
    group.spans.add(span);
  }
  return [...groups.values()].map((group) => ({
    spans: group.spans,
    attached: new Map([...attached, [`by(${printTerm(of)})`, group.value]]),
  }));
}

function passing(
  stage: Extract<Stage, { t: 'aggregate' }>,
  { spans, attached }: Spanset,
  trace: SampleTrace,
): Spanset[] {
  const value = aggregate(stage, spans, trace);
  const limit = termValue(stage.limit, trace, trace.spans[0] as SampleSpan);
  if (value === null || !compare(stage.op, value, limit)) return [];
  return [{ spans, attached: new Map([...attached, [aggregateName(stage), value]]) }];
}

/** “Spans where the operand is nil are skipped; if none is left the spanset is dropped; count() counts spans.” */
function aggregate(
  { name, of }: Extract<Stage, { t: 'aggregate' }>,
  spans: ReadonlySet<SampleSpan>,
  trace: SampleTrace,
): Value {
  if (of === null) return { k: 'int', v: BigInt(spans.size) };
  const values = [...spans].map((span) => termValue(of, trace, span)).filter(isNumber);
  if (name !== 'avg' && values.length > 0 && values.every(({ k }) => k === 'int'))
    return ofIntegers(
      name,
      values.map(({ v }) => BigInt(v)),
    );
  const all = values.map(({ v }) => Number(v));
  const [first] = all;
  if (first === undefined) return null;
  const sum = all.reduce((total, one) => total + one, 0);
  const v = { min: Math.min(...all), max: Math.max(...all), sum, avg: sum / all.length, count: all.length }[
    name
  ];
  return { k: values.every(({ k }) => k === 'duration') ? 'duration' : 'float', v };
}

function ofIntegers(name: 'count' | 'min' | 'max' | 'sum', all: readonly bigint[]): Value {
  const sorted = [...all].sort((one, other) => (one < other ? -1 : 1));
  if (name === 'sum') return whole(all.reduce((total, one) => total + one, 0n));
  return { k: 'int', v: (name === 'min' ? sorted[0] : sorted.at(-1)) ?? 0n };
}

/** The table of spanset operators, “L and R evaluated over the same input”. */
function joined(
  { op, left, right }: Extract<Spans, { t: 'join' }>,
  set: Spanset,
  trace: SampleTrace,
): ReadonlySet<SampleSpan> {
  const side = (stage: Spans) => new Set(after(stage, [set], trace).flatMap(({ spans }) => [...spans]));
  const [a, b] = [side(left), side(right)];
  if (op === '&&') return a.size > 0 && b.size > 0 ? new Set([...a, ...b]) : new Set();
  if (op === '||') return new Set([...a, ...b]);
  const relation = op.replace(/^[!&]/, '');
  const isTo = (one: SampleSpan, other: SampleSpan) => stands(relation, one, other, trace);
  const found = [...b].filter((one) => [...a].some((other) => isTo(one, other)));
  if (op.startsWith('!')) return new Set([...b].filter((one) => !found.includes(one)));
  if (!op.startsWith('&')) return new Set(found);
  return new Set([...found, ...[...a].filter((other) => [...b].some((one) => isTo(one, other)))]);
}

/** Whether `A op B` holds for one span `b` of B and one span `a` of A. */
function stands(relation: string, b: SampleSpan, a: SampleSpan, trace: SampleTrace): boolean {
  switch (relation) {
    case '>':
      return parentOf(b, trace) === a;
    case '<':
      return parentOf(a, trace) === b;
    case '>>':
      return ancestors(b, trace).has(a);
    case '<<':
      return ancestors(a, trace).has(b);
    default: {
      const parent = parentOf(a, trace);
      return a !== b && parent !== undefined && parentOf(b, trace) === parent;
    }
  }
}

/** All spans above one; where parents form a circle, each of them is above each. */
function ancestors(span: SampleSpan, trace: SampleTrace): ReadonlySet<SampleSpan> {
  const found = new Set<SampleSpan>();
  for (let one = parentOf(span, trace); one !== undefined && !found.has(one); one = parentOf(one, trace))
    found.add(one);
  return found;
}
