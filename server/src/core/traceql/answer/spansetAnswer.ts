import type { Field, Query, Stage } from '../ast';
import { evaluateField } from '../evaluate/evaluateField';
import type { Spanset } from '../evaluate/evaluateStage';
import { Expressions } from '../evaluate/expressions';
import type { SpanTree } from '../evaluate/spanTree';
import { printField } from '../print/printField';
import { type PlainValue, plainValue } from './plainValue';

/** One spanset of a trace as it is answered: the first of its spans by their places, with what `select()` asks for. */
export interface SpansetAnswer {
  readonly attributes: Readonly<Record<string, PlainValue>>;
  readonly matched: number;
  readonly spans: readonly {
    readonly place: number;
    readonly selected: Readonly<Record<string, PlainValue>>;
  }[];
}

/** Everything that a query selects, once each, in the order in which it stands there. */
export function selectedFields(query: Query): Field[] {
  const all = query.form === 'traceql' ? query.stages.flatMap(selectedBy) : [];
  return [...new Map(all.map((field) => [printField(field), field])).values()];
}

function selectedBy(stage: Stage): readonly Field[] {
  switch (stage.kind) {
    case 'select':
      return stage.fields;
    case 'pipeline':
      return stage.stages.flatMap(selectedBy);
    case 'join':
      return [stage.left, stage.right].flatMap(selectedBy);
    default:
      return [];
  }
}

/** A spanset with at most so many of its spans, the earliest first. */
export function spansetAnswer(
  { places, attributes }: Spanset,
  tree: SpanTree,
  { selected, spanLimit }: { readonly selected: readonly Field[]; readonly spanLimit: number },
): SpansetAnswer {
  const expressions = new Expressions();
  const first = [...places].sort((one, other) => one - other).slice(0, spanLimit);
  return {
    attributes: Object.fromEntries(Object.entries(attributes).map(([name, one]) => [name, plainValue(one)])),
    matched: places.size,
    spans: first.map((place) => ({
      place,
      selected: Object.fromEntries(
        selected.map((field) => [
          printField(field),
          plainValue(evaluateField(field, tree, place, expressions)),
        ]),
      ),
    })),
  };
}
