import type { Stage } from '../ast';
import { compareValues } from '../evaluate/compareValues';
import type { Value } from '../evaluate/value';
import { aggregateGroups } from './aggregateGroups';
import { opposite, type Relation, related } from './masks/kinship';
import { addMasked, dropMasked, fullMask, keepMasked, passingRows } from './masks/masks';
import { narrowRows } from './masks/narrowRows';
import { rowValues } from './rowValues';
import type { SpanSegment } from './segment';
import type { ColumnEvaluation, ColumnSets, Groups } from './spansets';

/** How far columns could follow a pipeline: whether to its end, and which rows are left there. */
export interface ColumnAnswer {
  readonly sets: ColumnSets;
  /** When not, a trace without rows is still none of the answer, but one with rows must be looked at by itself. */
  readonly isDecided: boolean;
}

/** Sends all traces of a segment through a pipeline. */
export function answerInColumns(stages: readonly Stage[], evaluation: ColumnEvaluation): ColumnAnswer {
  let sets = allRows(evaluation.segment);
  for (const stage of stages) {
    const next = stageSets(stage, sets, evaluation);
    if (next === null) return { sets, isDecided: false };
    sets = next;
  }
  return { sets, isDecided: true };
}

function columnSets(
  stages: readonly Stage[],
  input: ColumnSets,
  evaluation: ColumnEvaluation,
): ColumnSets | null {
  let sets: ColumnSets | null = input;
  for (const stage of stages) {
    if (sets === null) return null;
    sets = stageSets(stage, sets, evaluation);
  }
  return sets;
}

function allRows({ rowCount }: SpanSegment): ColumnSets {
  return { mask: fullMask(rowCount), groups: null, isAll: true };
}

function stageSets(stage: Stage, sets: ColumnSets, evaluation: ColumnEvaluation): ColumnSets | null {
  switch (stage.kind) {
    case 'filter': {
      if (stage.field === null) return sets;
      narrowRows(sets, stage.field, evaluation);
      return { ...sets, isAll: false };
    }
    case 'pipeline':
      return columnSets(stage.stages, sets, evaluation);
    case 'join':
      return joinedSets(stage, sets, evaluation);
    case 'by':
      return { ...sets, groups: groupedBy(stage.field, sets, evaluation) };
    case 'coalesce':
      return { ...sets, groups: null };
    case 'select':
      return sets;
    default:
      return null;
  }
}

type Join = Extract<Stage, { kind: 'join' }>;

function joinedSets(stage: Join, sets: ColumnSets, evaluation: ColumnEvaluation): ColumnSets | null {
  const { op, left, right } = stage;
  if (left.kind === 'aggregate') {
    return right.kind === 'scalar' ? comparedSets(stage, left, right.value, sets, evaluation) : null;
  }
  // After by() each side would have to be looked at group by group.
  if (sets.groups !== null) return null;
  // Copies: when columns cannot follow one side, what was there before is what is known.
  const one = columnSets([left], { ...sets, mask: sets.mask.slice() }, evaluation)?.mask;
  const other = columnSets([right], { ...sets, mask: sets.mask.slice() }, evaluation)?.mask;
  if (one === undefined || other === undefined) return null;
  const mask = joinMasks(op, evaluation.segment, one, other);
  return mask === null ? null : { mask, groups: null, isAll: false };
}

function joinMasks(
  op: Join['op'],
  segment: SpanSegment,
  left: Uint8Array,
  right: Uint8Array,
): Uint8Array | null {
  if (op === '&&') return bothThere(segment, left, right);
  if (op === '||') {
    addMasked(left, right);
    return left;
  }
  const relation = op.replace(/^[!&]/, '');
  if (!isRelation(relation)) return null;
  const found = related(relation, segment, left);
  if (op.startsWith('!')) {
    dropMasked(right, found);
    return right;
  }
  keepMasked(found, right);
  if (op.startsWith('&')) {
    keepMasked(left, related(opposite[relation], segment, right));
    addMasked(found, left);
  }
  return found;
}

function isRelation(op: string): op is Relation {
  return Object.hasOwn(opposite, op);
}

/** The rows of both sides in the traces where both have any. */
function bothThere(segment: SpanSegment, left: Uint8Array, right: Uint8Array): Uint8Array {
  const { traceOf, traceCount } = segment;
  const sides = new Uint8Array(traceCount);
  for (let row = 0; row < left.length; row += 1) {
    const trace = traceOf[row] as number;
    sides[trace] = (sides[trace] as number) | (left[row] as number) | ((right[row] as number) << 1);
  }
  const isBoth = sides.map((side) => (side === 3 ? 1 : 0));
  addMasked(left, right);
  return passingRows(left, traceOf, isBoth);
}

function comparedSets(
  { op }: Join,
  aggregate: Extract<Stage, { kind: 'aggregate' }>,
  wanted: Value,
  sets: ColumnSets,
  { segment, expressions }: ColumnEvaluation,
): ColumnSets {
  const isComparison = ['=', '!=', '<', '<=', '>', '>='].includes(op);
  const groupOf = sets.groups?.of ?? segment.traceOf;
  const values = aggregateGroups(aggregate, sets, { segment, expressions });
  const passes = Uint8Array.from(values, (value) =>
    isComparison && value !== null && compareValues(op as '=', value, wanted, expressions) ? 1 : 0,
  );
  const mask = passingRows(sets.mask, groupOf, passes);
  return { mask, groups: sets.groups, isAll: false };
}

/** Cuts each spanset by the values of a field. */
function groupedBy(
  field: Parameters<typeof rowValues>[0],
  { mask, groups }: ColumnSets,
  { segment, expressions }: ColumnEvaluation,
): Groups {
  const { places, distinct } = rowValues(field, segment, mask, expressions);
  const { traceOf } = segment;
  const known = new Map<number, number>();
  const of = new Uint32Array(mask.length);
  for (let row = 0; row < mask.length; row += 1) {
    if (mask[row] === 0) continue;
    const place = places[row] as number;
    const key = ((groups?.of ?? traceOf)[row] as number) * distinct.length + place;
    let group = known.get(key);
    if (group === undefined) {
      group = known.size;
      known.set(key, group);
    }
    of[row] = group;
  }
  return { of, count: Math.max(1, known.size) };
}
