import type { Field, Query, Stage } from '../ast';
import { evaluateField } from '../evaluate/evaluateField';
import type { Spanset } from '../evaluate/evaluateStage';
import { Expressions } from '../evaluate/expressions';
import type { SpanTree } from '../evaluate/spanTree';
import type { Value } from '../evaluate/value';
import { printField } from '../print/printField';
import { type PlainValue, plainValue, wideNames } from './plainValue';

/** One spanset of a trace as it is answered: the first of its spans by their places, with what `select()` asks for. */
export interface SpansetAnswer {
  readonly attributes: Readonly<Record<string, PlainValue>>;
  /** Names of attributes that are integers beyond what a number holds; none where nothing stands. */
  readonly wide?: string[];
  readonly matched: number;
  readonly spans: readonly {
    readonly place: number;
    readonly selected: Readonly<Record<string, PlainValue>>;
    readonly wide?: string[];
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
  const { plain, wide } = plainForm(Object.entries(attributes));
  return {
    attributes: plain,
    ...wide,
    matched: places.size,
    spans: first.map((place) => {
      const values = selected.map(
        (field) => [printField(field), evaluateField(field, tree, place, expressions)] as const,
      );
      const found = plainForm(values);
      return { place, selected: found.plain, ...found.wide };
    }),
  };
}

function plainForm(values: readonly (readonly [string, Value])[]) {
  const names = wideNames(values);
  return {
    plain: Object.fromEntries(values.map(([name, value]) => [name, plainValue(value)])),
    wide: names.length === 0 ? {} : { wide: names },
  };
}
