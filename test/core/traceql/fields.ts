import fc from 'fast-check';
import type { Field, Query, Stage, Static } from '../../../server/src/core/traceql/ast';

const at = { start: 0, end: 0 };
const int = fc.integer().map((value): Static => ({ type: 'int', value: value === 0 ? 0 : value }));
const float = fc
  .double({ noNaN: true, noDefaultInfinity: true })
  .map((value): Static => ({ type: 'float', value: value === 0 ? 0 : value }));
const duration = fc
  .integer()
  .map((value): Static => ({ type: 'duration', value: value === 0 ? 0 : value * 1000 }));
const word: fc.Arbitrary<Static> = fc.oneof(
  fc.constant({ type: 'nil' } as const),
  fc.boolean().map((value) => ({ type: 'bool', value }) as const),
  fc.string({ unit: 'binary' }).map((value) => ({ type: 'string', value }) as const),
  fc.constantFrom('ok', 'error', 'unset').map((value) => ({ type: 'status', value }) as const),
  fc.constantFrom('client', 'internal').map((value) => ({ type: 'kind', value }) as const),
);
const name: fc.Arbitrary<Field> = fc.oneof(
  fc.record({
    kind: fc.constant('attribute' as const),
    scope: fc.constantFrom('any' as const, 'span' as const, 'resource' as const, 'event' as const),
    name: fc.oneof(fc.constantFrom('a', 'gen_ai.tool.name', '5', 'a"b\\'), fc.string({ minLength: 1 })),
    ofParent: fc.boolean(),
    at: fc.constant(at),
  }),
  fc
    .constantFrom('span:name' as const, 'span:duration' as const, 'span:status' as const, 'trace:id' as const)
    .map((intrinsic) => ({ kind: 'intrinsic', name: intrinsic, at }) as const),
);
const leaf: fc.Arbitrary<Field> = fc.oneof(
  name,
  fc.oneof(int, float, duration, word).map((value) => ({ kind: 'static', value, at }) as const),
);

/** Any field that can be written, whatever its types. */
export const anyField: fc.Arbitrary<Field> = fc.letrec<{ field: Field }>((tie) => ({
  field: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.record({
      kind: fc.constant('binary' as const),
      op: fc.constantFrom(
        ...(['+', '-', '*', '/', '%', '^', '=', '!=', '<', '<=', '>', '>=', '=~', '!~', '&&', '||'] as const),
      ),
      left: tie('field'),
      right: tie('field'),
      at: fc.constant(at),
    }),
    fc.record({
      kind: fc.constant('unary' as const),
      op: fc.constantFrom('!' as const, '-' as const),
      operand: tie('field'),
      at: fc.constant(at),
    }),
  ),
})).field;

const spansets: fc.Arbitrary<Stage> = fc.letrec<{ spans: Stage }>((tie) => ({
  spans: fc.oneof(
    { maxDepth: 3 },
    fc.option(anyField).map((field) => ({ kind: 'filter', field, at }) as const),
    fc.record({
      kind: fc.constant('join' as const),
      op: fc.constantFrom(
        '&&' as const,
        '||' as const,
        '>' as const,
        '!<<' as const,
        '~' as const,
        '&>>' as const,
      ),
      left: tie('spans'),
      right: tie('spans'),
      at: fc.constant(at),
    }),
    fc
      .array(tie('spans'), { minLength: 2, maxLength: 3 })
      .map((stages) => ({ kind: 'pipeline', stages, at }) as const),
  ),
})).spans;

const stage: fc.Arbitrary<Stage> = fc.oneof(
  spansets,
  anyField.map((field) => ({ kind: 'by', field, at }) as const),
  fc.constant({ kind: 'coalesce', at } as const),
  fc.array(name, { minLength: 1, maxLength: 3 }).map((fields) => ({ kind: 'select', fields, at }) as const),
  fc
    .tuple(fc.constantFrom('min' as const, 'avg' as const), anyField, fc.oneof(int, float, duration))
    .map(([aggregate, operand, value]): Stage => {
      const left: Stage = { kind: 'aggregate', name: aggregate, operand, at };
      return { kind: 'join', op: '>', left, right: { kind: 'scalar', value, at }, at };
    }),
);

/** Any query that can be written, whatever its types. */
export const anyQuery: fc.Arbitrary<Query> = fc
  .tuple(fc.array(stage, { minLength: 1, maxLength: 4 }), fc.boolean())
  .map(([stages, isRecent]) => ({
    form: 'traceql',
    stages,
    hints: isRecent ? [{ name: 'most_recent', value: { type: 'bool', value: true } }] : [],
  }));

/** A tree without the places in the text it was read from. */
export function withoutPlaces(node: unknown): unknown {
  return JSON.parse(JSON.stringify(node, (key, value: unknown) => (key === 'at' ? undefined : value)));
}
