import type { Field, Stage, Static } from '../ast';
import { printField } from '../print/printField';
import { printStage } from '../print/printQuery';
import { compareValues } from './compareValues';
import { evaluateField, isTrue } from './evaluateField';
import type { Expressions } from './expressions';
import { aggregateValues } from './numbers/aggregateValues';
import { joinPlaces, type Places } from './relations';
import type { SpanTree } from './spanTree';
import type { Value } from './value';
import { valueText } from './valueText';

/** Spans of one trace that belong together, with what the pipeline found out about them. */
export interface Spanset {
  readonly places: Places;
  readonly attributes: Readonly<Record<string, Value>>;
}

/** One trace under one query. */
export interface Evaluation {
  readonly tree: SpanTree;
  readonly expressions: Expressions;
}

/** Sends spansets through the parts of a pipeline; empty ones fall away. */
export function evaluateStages(
  stages: readonly Stage[],
  input: readonly Spanset[],
  evaluation: Evaluation,
): readonly Spanset[] {
  return stages.reduce(
    (sets, stage) => evaluateStage(stage, sets, evaluation).filter(({ places }) => places.size > 0),
    input,
  );
}

function evaluateStage(stage: Stage, input: readonly Spanset[], evaluation: Evaluation): readonly Spanset[] {
  switch (stage.kind) {
    case 'filter':
      return input.map((set) => filtered(stage.field, set, evaluation));
    case 'pipeline':
      return evaluateStages(stage.stages, input, evaluation);
    case 'join':
      return input.flatMap((set) => joined(stage, set, evaluation));
    case 'by':
      return input.flatMap((set) => grouped(stage.field, set, evaluation));
    case 'coalesce':
      return [{ places: union(input), attributes: {} }];
    case 'select':
      return input;
    default:
      return [];
  }
}

function filtered(field: Field | null, { places, attributes }: Spanset, evaluation: Evaluation): Spanset {
  const { tree, expressions } = evaluation;
  if (field === null) return { places, attributes };
  const kept = [...places].filter((place) => isTrue(evaluateField(field, tree, place, expressions)));
  return { places: new Set(kept), attributes };
}

function joined(
  stage: Extract<Stage, { kind: 'join' }>,
  set: Spanset,
  evaluation: Evaluation,
): readonly Spanset[] {
  const { op, left, right } = stage;
  if (left.kind === 'aggregate') {
    return right.kind === 'scalar' ? compared(left, op, right.value, set, evaluation) : [];
  }
  const side = (one: Stage) => union(evaluateStage(one, [set], evaluation));
  return [{ places: joinPlaces(op, evaluation.tree, side(left), side(right)), attributes: set.attributes }];
}

type Aggregate = Extract<Stage, { kind: 'aggregate' }>;

function compared(
  aggregate: Aggregate,
  op: Extract<Stage, { kind: 'join' }>['op'],
  wanted: Static,
  set: Spanset,
  evaluation: Evaluation,
): readonly Spanset[] {
  const value = aggregated(aggregate, set, evaluation);
  const isComparison = op === '=' || op === '!=' || op === '<' || op === '<=' || op === '>' || op === '>=';
  if (value === null || !isComparison) return [];
  if (!compareValues(op, value, wanted, evaluation.expressions)) return [];
  return [{ ...set, attributes: { ...set.attributes, [printStage(aggregate)]: value } }];
}

/** One value of a spanset; `null` when no span has what is asked for. */
function aggregated({ name, operand }: Aggregate, { places }: Spanset, evaluation: Evaluation): Value | null {
  if (operand === null) return { type: 'int', value: places.size };
  // By place, so that sums of fractions do not depend on how the set came about.
  const values = [...places]
    .sort((one, other) => one - other)
    .map((place) => evaluateField(operand, evaluation.tree, place, evaluation.expressions));
  return aggregateValues(name, values);
}

function grouped(field: Field, set: Spanset, { tree, expressions }: Evaluation): readonly Spanset[] {
  const groups = new Map<string, { readonly value: Value; readonly places: Set<number> }>();
  for (const place of set.places) {
    const value = evaluateField(field, tree, place, expressions);
    const key = valueText(value);
    const group = groups.get(key) ?? { value, places: new Set() };
    groups.set(key, group);
    group.places.add(place);
  }
  const name = `by(${printField(field)})`;
  return [...groups.values()].map(({ value, places }) => ({
    places,
    attributes: { ...set.attributes, [name]: value },
  }));
}

function union(sets: readonly Spanset[]): Places {
  return new Set(sets.flatMap(({ places }) => [...places]));
}
