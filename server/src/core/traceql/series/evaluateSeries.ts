import type { Query } from '../ast';
import { measureRows } from '../columns/columnSeries';
import { answerInColumns, type ColumnAnswer } from '../columns/columnSets';
import { passingRows } from '../columns/masks/masks';
import type { SpanSegment } from '../columns/segment';
import { evaluateField } from '../evaluate/evaluateField';
import { evaluateStages } from '../evaluate/evaluateStage';
import { Expressions } from '../evaluate/expressions';
import type { SpanTree } from '../evaluate/spanTree';
import { nil } from '../evaluate/value';
import { combineSeries } from './combineSeries';
import { Measure } from './measure';
import type { Series } from './series';
import { type Measured, seriesPlan } from './seriesPlan';
import type { TimeSteps } from './timeSteps';

/** A metrics query under way: it is told of one trace after the other and may be asked at any time. */
export interface SeriesEvaluation {
  add(tree: SpanTree): void;
  /** Many traces at once, of which `isAlive` are meant; false, and nothing is added, when columns cannot decide. */
  addSegment(segment: SpanSegment, isAlive: Uint8Array): boolean;
  answer(): Series[];
}

/** Answers a checked metrics query over the traces that it is given, each looked at once. */
export function evaluateSeries(query: Query, steps: TimeSteps): SeriesEvaluation {
  const plan = seriesPlan(query.form === 'traceql' ? query.stages : []);
  const expressions = new Expressions();
  const gathering = plan.measured.map((one) => ({ ...one, measure: new Measure(one.metric, steps) }));
  return {
    add: (tree) => {
      for (const one of gathering) addTrace(one, tree, expressions);
    },
    addSegment: (segment, isAlive) => {
      const answers = gathering.map(({ spans }) => answerInColumns(spans, { segment, expressions }));
      if (!answers.every(({ isDecided }) => isDecided)) return false;
      gathering.forEach(({ metric, measure }, index) => {
        const { mask } = (answers[index] as ColumnAnswer).sets;
        const living = isAlive.includes(0) ? passingRows(mask, segment.traceOf, isAlive) : mask;
        measureRows(metric, measure, living, { segment, expressions, steps });
      });
      return true;
    },
    answer: () => {
      const measured = gathering.map(({ measure }) => measure.series());
      return combineSeries(plan, measured, steps.count);
    },
  };
}

function addTrace(
  { spans, metric, measure }: Measured & { readonly measure: Measure },
  tree: SpanTree,
  expressions: Expressions,
): void {
  const all = new Set(tree.spans.map((_, place) => place));
  const sets = evaluateStages(spans, [{ places: all, attributes: {} }], { tree, expressions });
  for (const place of new Set(sets.flatMap(({ places }) => [...places]))) {
    const worth = (field: (typeof metric.by)[number]) => evaluateField(field, tree, place, expressions);
    const by = metric.by.map(worth);
    const value = metric.operand === null ? nil : worth(metric.operand);
    measure.add(tree.spans[place]?.startUs ?? Number.NaN, by, value);
  }
}
