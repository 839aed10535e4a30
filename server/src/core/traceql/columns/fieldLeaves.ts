import type { Field, Query, Stage } from '../ast';
import type { Leaf } from '../evaluate/evaluateField';
import { columnsOf } from './columnNames';

/** Everything of a field that is looked up in spans, in the order of the text. */
export function leavesOf(field: Field): readonly Leaf[] {
  switch (field.kind) {
    case 'attribute':
    case 'intrinsic':
    case 'column':
      return [field];
    case 'unary':
      return leavesOf(field.operand);
    case 'binary':
      return [...leavesOf(field.left), ...leavesOf(field.right)];
    default:
      return [];
  }
}

/** The leaves of a field, each once. */
export function distinctLeaves(field: Field): readonly Leaf[] {
  return [...new Map(leavesOf(field).map((leaf) => [printLeaf(leaf), leaf])).values()];
}

/** The columns that parts of a pipeline look at; null when something they ask for is in no column. */
export function neededColumns(stages: readonly Stage[]): readonly string[] | null {
  const names = new Set<string>();
  for (const leaf of stages.flatMap(fieldsOf).flatMap(leavesOf)) {
    const columns = columnsOf(leaf);
    if (columns === null) return null;
    for (const name of columns.kind === 'numbers' ? [columns.name] : columns.names) names.add(name);
  }
  return [...names];
}

/** The parts of a query's pipeline. */
export function stagesOf(query: Query): readonly Stage[] {
  if (query.form === 'traceql') return query.stages;
  return [{ kind: 'filter', field: query.condition, at: { start: 0, end: 0 } }];
}

/** Whether an answer is one spanset for each trace, and nothing is computed for it. */
export function isPlainFind(stages: readonly Stage[]): boolean {
  return stages.every(
    (stage) =>
      stage.kind === 'filter' ||
      (stage.kind === 'pipeline' && isPlainFind(stage.stages)) ||
      (stage.kind === 'join' && isPlainFind([stage.left, stage.right])),
  );
}

function fieldsOf(stage: Stage): readonly Field[] {
  switch (stage.kind) {
    case 'filter':
      return stage.field === null ? [] : [stage.field];
    case 'pipeline':
      return stage.stages.flatMap(fieldsOf);
    case 'join':
      return [...fieldsOf(stage.left), ...fieldsOf(stage.right)];
    case 'by':
      return [stage.field];
    case 'aggregate':
      return stage.operand === null ? [] : [stage.operand];
    case 'metric':
      return stage.operand === null ? stage.by : [stage.operand, ...stage.by];
    default:
      return [];
  }
}

/** The same text for the same leaf. */
function printLeaf(leaf: Leaf): string {
  if (leaf.kind === 'attribute') return `${leaf.ofParent ? 'parent.' : ''}${leaf.scope}.${leaf.name}`;
  return leaf.kind === 'intrinsic' ? leaf.name : `${leaf.name}:${leaf.key}`;
}
