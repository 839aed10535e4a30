import fc from 'fast-check';
import type { Comparison, Metrics, Spans, Stage, Term, Test } from './queryShape';
import { spansetOperators } from './queryShape';
import { grainUs } from './sampleTraces';

const attribute: fc.Arbitrary<Term> = fc.record({
  t: fc.constant('attribute' as const),
  scope: fc.constantFrom('' as const, '' as const, 'span' as const, 'event' as const),
  name: fc.constantFrom('a', 'a', 'b', 'n', 'ok', 'my key', 'why', 'none'),
});
const service: fc.Arbitrary<Term> = fc.constant({ t: 'attribute', scope: 'resource', name: 'service.name' });
const intrinsic = (...names: readonly string[]): fc.Arbitrary<Term> =>
  fc.constantFrom(...names).map((name) => ({ t: 'intrinsic', name }) as const);
/** Integers that no number holds exactly, and neighbours of them. */
const large = [9_007_199_254_740_993n, 9_007_199_254_740_992n, 9_223_372_036_854_775_807n];
const number: fc.Arbitrary<Term> = fc.oneof(
  fc.constantFrom(0, 1, 2, 3, 4, ...large).map((value) => ({ t: 'int', value }) as const),
  fc.constantFrom(0.5, 1.5, 2.25, 3).map((value) => ({ t: 'float', value }) as const),
);
const duration: fc.Arbitrary<Term> = fc
  .nat(130)
  .map((grains) => ({ t: 'duration', value: grains * grainUs * 1000 }) as const);
const text: fc.Arbitrary<Term> = fc
  .constantFrom('x', 'y', 'xy', '1', 'one', 'two', 'boom', '', '｡', 'holdpoint', 'log.line')
  .map((value) => ({ t: 'string', value }) as const);
const expression: fc.Arbitrary<Term> = fc
  .constantFrom('x', 'x.*', '.*o.*', 'one|two', '[xy]+', '.', 'git .*', '')
  .map((value) => ({ t: 'string', value }) as const);

/** Everything that may be a number; durations are on the same scale. */
const numeric: fc.Arbitrary<Term> = fc.letrec<{ term: Term }>((tie) => ({
  term: fc.oneof(
    { maxDepth: 2 },
    { weight: 4, arbitrary: attribute },
    {
      weight: 2,
      arbitrary: intrinsic(
        'span:duration',
        'span:childCount',
        'trace:duration',
        'event:timeSinceStart',
        'duration',
      ),
    },
    { weight: 2, arbitrary: number },
    { weight: 1, arbitrary: duration },
    {
      weight: 1,
      arbitrary: fc
        .record({
          t: fc.constant('reckon' as const),
          op: fc.constantFrom(
            '+' as const,
            '-' as const,
            '*' as const,
            '/' as const,
            '%' as const,
            '^' as const,
          ),
          left: tie('term'),
          right: tie('term'),
        })
        .map(dividing),
    },
    { weight: 1, arbitrary: tie('term').map((of) => ({ t: 'minus', of }) as const) },
  ),
})).term;

const textual = fc.oneof(
  attribute,
  service,
  intrinsic(
    'span:name',
    'name',
    'span:statusMessage',
    'trace:rootName',
    'rootServiceName',
    'event:name',
    'span:parentID',
    'span:id',
    'trace:id',
  ),
);
const equality = fc.constantFrom('=' as const, '!=' as const);
const ordering = fc.constantFrom(
  '=' as const,
  '!=' as const,
  '<' as const,
  '<=' as const,
  '>' as const,
  '>=' as const,
);
const compare = (op: fc.Arbitrary<Comparison>, left: fc.Arbitrary<Term>, right: fc.Arbitrary<Term>) =>
  fc.record({ t: fc.constant('compare' as const), op, left, right });
const words = (...values: readonly Extract<Term, { t: 'word' }>['value'][]): fc.Arbitrary<Term> =>
  fc.constantFrom(...values).map((value) => ({ t: 'word', value }) as const);
const identity: fc.Arbitrary<Term> = fc
  .constantFrom('' as const, 'span' as const)
  .map((scope) => ({ t: 'attribute', scope, name: 'id' }) as const);
const looksAtSpan = fc.oneof(attribute, intrinsic('span:duration', 'span:childCount'));
const leaf: fc.Arbitrary<Test> = fc.oneof(
  compare(ordering, numeric, numeric),
  compare(ordering, looksAtSpan, fc.oneof(number, duration)),
  compare(ordering, identity, fc.oneof(numeric, text)),
  compare(ordering, textual, text),
  compare(fc.constantFrom('=~' as const, '!~' as const), textual, expression),
  compare(equality, intrinsic('span:status', 'status'), words('ok', 'error', 'unset')),
  compare(equality, intrinsic('span:kind', 'kind'), words('internal', 'client')),
  compare(equality, attribute, words('true', 'false')),
  compare(ordering, attribute, attribute),
  fc.record({ t: fc.constant('nil' as const), op: equality, of: attribute }),
  attribute.map((of) => ({ t: 'is', of }) as const),
);

/** What may be true of a span, of any shape that the language allows. */
export const anyTest: fc.Arbitrary<Test> = fc.letrec<{ test: Test }>((tie) => ({
  test: fc.oneof(
    { maxDepth: 3 },
    { weight: 5, arbitrary: leaf },
    {
      weight: 2,
      arbitrary: fc.record({
        t: fc.constantFrom('&&' as const, '||' as const),
        left: tie('test'),
        right: tie('test'),
      }),
    },
    { weight: 1, arbitrary: tie('test').map((of) => ({ t: 'not', of }) as const) },
  ),
})).test;

const filter: fc.Arbitrary<Spans> = fc
  .option(anyTest, { freq: 4 })
  .map((test) => ({ t: 'filter', test }) as const);

const scalar = fc.oneof(number, duration);
const aggregate: fc.Arbitrary<Stage> = fc.oneof(
  fc.record({
    t: fc.constant('aggregate' as const),
    name: fc.constant('count' as const),
    of: fc.constant(null),
    op: ordering,
    limit: number,
  }),
  fc.record({
    t: fc.constant('aggregate' as const),
    name: fc.constantFrom('min' as const, 'max' as const, 'avg' as const, 'sum' as const),
    of: looksAtSpan,
    op: ordering,
    limit: scalar,
  }),
  // Their mean would depend on the order in which they are added.
  fc.record({
    t: fc.constant('aggregate' as const),
    name: fc.constantFrom('min' as const, 'max' as const, 'sum' as const),
    of: identity,
    op: ordering,
    limit: scalar,
  }),
);
const selectable = fc.oneof(attribute, identity, service, intrinsic('span:name', 'span:status'));
const select: fc.Arbitrary<Stage> = fc
  .array(selectable, { minLength: 1, maxLength: 3 })
  .map((terms) => ({ t: 'select', terms }) as const);
const grouping = fc.oneof(
  attribute,
  identity,
  service,
  intrinsic('span:name', 'span:status', 'span:kind', 'span:childCount', 'trace:rootName'),
);
const by: fc.Arbitrary<Stage> = grouping.map((of) => ({ t: 'by', of }) as const);
const coalesce: fc.Arbitrary<Stage> = fc.constant({ t: 'coalesce' } as const);

/** Filters, joined by every operator; some sides are pipelines of their own. */
const spans: fc.Arbitrary<Spans> = fc.letrec<{ spans: Spans }>((tie) => ({
  spans: fc.oneof(
    { maxDepth: 2 },
    { weight: 3, arbitrary: filter },
    {
      weight: 2,
      arbitrary: fc.record({
        t: fc.constant('join' as const),
        op: fc.constantFrom(...spansetOperators),
        left: fc.oneof(
          { weight: 4, arbitrary: tie('spans') },
          {
            weight: 1,
            arbitrary: fc.tuple(filter, aggregate).map((stages) => ({ t: 'pipeline', stages }) as const),
          },
        ),
        right: tie('spans'),
      }),
    },
  ),
})).spans;

/** What may follow a spanset; a structural operator never stands behind `by()` without `coalesce()`. */
const tail: fc.Arbitrary<readonly Stage[]> = fc.oneof(
  { weight: 3, arbitrary: fc.constant([]) },
  { weight: 2, arbitrary: fc.array(fc.oneof(spans, aggregate, select), { maxLength: 2 }) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(by, fc.array(fc.oneof(filter, aggregate, by, select), { maxLength: 2 }))
      .map(([first, rest]) => [first, ...rest]),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(by, fc.option(aggregate), coalesce, fc.array(fc.oneof(spans, aggregate), { maxLength: 1 }))
      .map(([first, kept, merged, rest]) => [first, ...(kept === null ? [] : [kept]), merged, ...rest]),
  },
);

/** A random query that finds spans. */
export const anyPipeline: fc.Arbitrary<readonly Stage[]> = fc
  .tuple(spans, tail)
  .map(([first, rest]) => [first, ...rest]);

const threshold = fc.record({ op: ordering, limit: fc.constantFrom(0, 1, 2, 0.5, 0.015625) });
const rank = fc.record({
  name: fc.constantFrom('topk' as const, 'bottomk' as const),
  count: fc.integer({ min: 1, max: 3 }),
});
const quantiles = fc.uniqueArray(fc.constantFrom(0, 0.25, 0.5, 0.9, 1), { minLength: 1, maxLength: 2 });
const called = fc.oneof(
  fc.record({
    name: fc.constantFrom('rate', 'count_over_time'),
    of: fc.constant(null),
    numbers: fc.constant([]),
  }),
  fc.record({
    name: fc.constantFrom(
      'min_over_time',
      'max_over_time',
      'avg_over_time',
      'sum_over_time',
      'histogram_over_time',
    ),
    of: looksAtSpan,
    numbers: fc.constant([]),
  }),
  fc.record({ name: fc.constant('quantile_over_time'), of: looksAtSpan, numbers: quantiles }),
);
const metric: fc.Arbitrary<Metrics> = fc
  .tuple(
    fc.oneof(
      filter.map((one) => [one]),
      anyPipeline,
    ),
    called,
    fc.array(grouping, { maxLength: 2 }),
    fc.option(rank, { freq: 3 }),
    fc.option(threshold, { freq: 3 }),
  )
  .map(([stages, call, labels, ranked, limited]) => ({
    t: 'metric' as const,
    stages,
    ...call,
    by: distinct(labels),
    rank: ranked,
    threshold: limited,
  }));

/** A random metrics query; some reckon with the answers of others. */
export const anyMetrics: fc.Arbitrary<Metrics> = fc.letrec<{ query: Metrics }>((tie) => ({
  query: fc.oneof(
    { maxDepth: 2 },
    { weight: 4, arbitrary: metric },
    {
      weight: 1,
      arbitrary: fc.record({
        t: fc.constant('math' as const),
        op: fc.constantFrom('+' as const, '-' as const, '*' as const, '/' as const),
        left: tie('query'),
        right: fc.oneof(
          tie('query'),
          fc.constantFrom(0, 2, 0.5).map((value) => ({ t: 'number', value }) as const),
        ),
      }),
    },
  ),
})).query;

/** No label stands twice. */
function distinct(terms: readonly Term[]): Term[] {
  return [...new Map(terms.map((term) => [JSON.stringify(term), term])).values()];
}

type Reckoned = Extract<Term, { t: 'reckon' }>;

/** A division by a written 0 is refused before it is tried. */
function dividing(term: Reckoned): Reckoned {
  const { op, right } = term;
  const isZero = (op === '/' || op === '%') && 'value' in right && right.value === 0;
  return isZero ? { ...term, right: { t: 'int', value: 2 } } : term;
}
