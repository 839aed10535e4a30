import fc from 'fast-check';

/** As much of a JSON schema as the description of the door uses. */
export interface ValueSchema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly ValueSchema[];
  readonly oneOf?: readonly ValueSchema[];
  readonly properties?: Readonly<Record<string, ValueSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | ValueSchema;
  readonly items?: ValueSchema;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
}

/** Texts that parsers, paths, shells, markup and databases trip over. */
const nasty = [
  ...[
    '',
    '..',
    '../..',
    '%2e%2e',
    'a/b',
    '\\',
    '\u0000',
    '\u202e',
    '\ud800',
    '\ufeff',
    "'",
    '"',
    '`',
    '$(x)',
    '<x>',
  ],
  ...[
    'latest',
    'null',
    'true',
    '-1',
    '1e999',
    '9'.repeat(30),
    '__proto__',
    'constructor',
    '{',
    '[',
    'x'.repeat(3000),
  ],
  ...[
    '{ }',
    '{ span.x = 1 } | rate()',
    '2026-01-31T00:00:00Z',
    '0'.repeat(64),
    'f'.repeat(32),
    `sha256:${'a'.repeat(64)}`,
  ],
];

const text = fc.oneof(fc.constantFrom(...nasty), fc.string({ unit: 'binary', maxLength: 40 }));
const anything = fc.oneof(fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<unknown>, text);

/**
 * Values of which most fit a schema and some do not: a request that is wrong everywhere is refused at the first look, one that
 * is wrong in one place gets far.
 */
export function valuesOf(schema: ValueSchema): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 6, arbitrary: fittingOf(schema) }, { weight: 1, arbitrary: anything });
}

function fittingOf(schema: ValueSchema): fc.Arbitrary<unknown> {
  const either = schema.anyOf ?? schema.oneOf;
  if (either !== undefined && either.length > 0) {
    return fc.oneof(...either.map(valuesOf));
  }
  if (schema.const !== undefined || schema.enum !== undefined) {
    return fc.constantFrom(...(schema.enum ?? [schema.const]));
  }
  const make = typeof schema.type === 'string' ? makers[schema.type] : undefined;
  return make?.(schema) ?? anything;
}

const makers: Readonly<Record<string, (schema: ValueSchema) => fc.Arbitrary<unknown>>> = {
  string: ({ minLength = 0 }) =>
    fc.oneof(
      text,
      fc.constantFrom('run-1', 'a', 'session_1', 'look').filter((one) => one.length >= minLength),
    ),
  integer: bounded,
  number: bounded,
  boolean: () => fc.boolean(),
  null: () => fc.constant(null),
  array: ({ items }) => fc.array(valuesOf(items ?? {}), { maxLength: 3 }),
  object: objectOf,
};

function bounded({ minimum, maximum }: ValueSchema): fc.Arbitrary<unknown> {
  const edges = [minimum, maximum].filter((edge) => edge !== undefined);
  const near = edges.flatMap((edge) => [edge - 1, edge, edge + 1]);
  return fc.constantFrom(0, 1, 2, -1, 0.5, Number.MAX_SAFE_INTEGER, ...near);
}

function objectOf({ properties = {}, required = [] }: ValueSchema): fc.Arbitrary<unknown> {
  const entries = Object.entries(properties).map(([name, schema]) => [name, valuesOf(schema)] as const);
  const requiredKeys = required.filter((name) => Object.hasOwn(properties, name));
  const known = fc.record(Object.fromEntries(entries), { requiredKeys });
  const more = fc.dictionary(fc.constantFrom('no_such_key', '__proto__', 'limit'), anything, { maxKeys: 1 });
  return fc.oneof(
    { weight: 5, arbitrary: known },
    { weight: 1, arbitrary: fc.tuple(known, more).map(([one, other]) => ({ ...one, ...other })) },
  );
}
