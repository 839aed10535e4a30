import fc from 'fast-check';
import { checkQuery } from '../../server/src/core/traceql/checkQuery';

/** Queries that find spans, as text: whatever the grammar allows and the check of types takes. */
export const anySpanQuery: fc.Arbitrary<string> = pipeline().filter(isValid);

/** Metrics queries, as text. */
export const anySeriesQuery: fc.Arbitrary<string> = fc
  .tuple(
    pipeline(),
    fc.constantFrom(
      'rate()',
      'count_over_time()',
      'min_over_time(.x)',
      'max_over_time(span:duration)',
      'avg_over_time(span.y)',
      'sum_over_time(duration)',
      'quantile_over_time(.x, .5, .9)',
      'histogram_over_time(span:duration)',
    ),
    fc.constantFrom('', ' by (span:name)', ' by (.x)', ' by (resource.service.name, span:status)'),
  )
  .map(([spans, metric, by]) => `${spans} | ${metric}${by}`)
  .filter(isValid);

function isValid(text: string): boolean {
  return checkQuery(text).isValid;
}

function pipeline(): fc.Arbitrary<string> {
  const stage = fc.oneof(
    { weight: 3, arbitrary: spansets() },
    aggregate(),
    fc.constantFrom(
      'by(.x)',
      'by(name)',
      'by(resource.service.name)',
      'by(.x > 1)',
      'coalesce()',
      'select(.x, name)',
      'select(span:duration)',
    ),
  );
  return fc
    .tuple(spansets(), fc.array(stage, { maxLength: 3 }))
    .map(([first, rest]) => [first, ...rest].join(' | '));
}

function aggregate(): fc.Arbitrary<string> {
  return fc
    .tuple(
      fc.constantFrom(
        'count()',
        'sum(.x)',
        'avg(duration)',
        'min(span.y)',
        'max(duration)',
        'avg(.x)',
        'sum(.x + .y)',
      ),
      fc.constantFrom('>', '>=', '<', '=', '!='),
      fc.constantFrom('0', '1', '2', '1.5', '500ms'),
    )
    .map((parts) => parts.join(' '));
}

function spansets(): fc.Arbitrary<string> {
  const operators = [
    '&&',
    '||',
    '>',
    '>>',
    '<',
    '<<',
    '~',
    '!>',
    '!>>',
    '!<',
    '!<<',
    '!~',
    '&>',
    '&>>',
    '&<',
    '&<<',
    '&~',
  ];
  return fc.letrec<{ spans: string }>((tie) => ({
    spans: fc.oneof(
      { maxDepth: 2, withCrossShrink: true },
      field().map((text) => `{ ${text} }`),
      fc.constant('{}'),
      fc
        .tuple(tie('spans'), fc.constantFrom(...operators), tie('spans'))
        .map(([left, op, right]) => `(${left} ${op} ${right})`),
    ),
  })).spans;
}

function field(): fc.Arbitrary<string> {
  const attribute = fc.constantFrom(
    '.x',
    '.y',
    'span.x',
    'span.z',
    'resource.service.name',
    '.service.name',
    '.absent',
  );
  const number = fc.constantFrom('0', '1', '-1', '2', '1.5', '500ms', '1s');
  const numeric = fc.oneof(
    attribute,
    fc.constantFrom('duration', 'span:childCount', 'trace:duration'),
    number,
  );
  const order = fc.constantFrom('=', '!=', '<', '<=', '>', '>=');
  const joined = (...parts: fc.Arbitrary<string>[]) => fc.tuple(...parts).map((all) => all.join(' '));
  const leaf = fc.oneof(
    joined(attribute, order, fc.constantFrom('1', '0.5', '"a"', '"ab"', 'true', 'nil')),
    joined(numeric, order, numeric),
    joined(numeric, fc.constantFrom('+', '-', '*', '/', '%', '^'), numeric, order, number),
    joined(
      fc.oneof(attribute, fc.constantFrom('name', 'rootName', 'statusMessage')),
      fc.constantFrom('=~', '!~'),
      fc.constantFrom('"a.*"', '"t.+|one"', '""'),
    ),
    joined(
      fc.constantFrom('name', 'rootName', 'rootServiceName'),
      fc.constantFrom('=', '!='),
      fc.constantFrom('"one"', '"two"', '"holdpoint"'),
    ),
    joined(fc.constant('status'), fc.constantFrom('=', '!='), fc.constantFrom('ok', 'error', 'unset')),
    joined(fc.constant('kind'), fc.constantFrom('=', '!='), fc.constantFrom('client', 'internal')),
    joined(attribute, fc.constantFrom('=', '!='), fc.constant('nil')),
    joined(
      fc.constantFrom('event:name', 'event.a'),
      fc.constantFrom('=', '!='),
      fc.constantFrom('"log.line"', '1'),
    ),
    joined(attribute, order, attribute),
    attribute,
    fc.constantFrom('true', 'false', 'span:parentID = ""', 'span:id != "0000000000000001"'),
  );
  return fc.letrec<{ field: string }>((tie) => ({
    field: fc.oneof(
      { maxDepth: 2, withCrossShrink: true },
      { weight: 3, arbitrary: leaf },
      fc
        .tuple(tie('field'), fc.constantFrom('&&', '||'), tie('field'))
        .map(([a, op, b]) => `(${a} ${op} ${b})`),
      tie('field').map((inner) => `!(${inner})`),
    ),
  })).field;
}
