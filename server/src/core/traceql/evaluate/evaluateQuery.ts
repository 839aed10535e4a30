import type { Query } from '../ast';
import { evaluateStages, type Spanset } from './evaluateStage';
import { Expressions } from './expressions';
import type { SpanTree } from './spanTree';

/** Answers a checked query for one trace: the spansets that are left, none when the trace is no result. */
export function evaluateQuery(query: Query): (tree: SpanTree) => readonly Spanset[] {
  const expressions = new Expressions();
  const stages =
    query.form === 'traceql'
      ? query.stages
      : [{ kind: 'filter', field: query.condition, at: { start: 0, end: 0 } } as const];
  return (tree) => {
    const places = new Set(tree.spans.map((_, place) => place));
    return evaluateStages(stages, [{ places, attributes: {} }], { tree, expressions });
  };
}
