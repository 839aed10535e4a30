import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkQuery } from '../../../server/src/core/traceql/checkQuery';
import { evaluateQuery } from '../../../server/src/core/traceql/evaluate/evaluateQuery';
import { spanTree } from '../../../server/src/core/traceql/evaluate/spanTree';
import type { Attributes, TracedSpan } from '../../../server/src/core/traceql/evaluate/tracedSpan';
import { valueText } from '../../../server/src/core/traceql/evaluate/valueText';
import { parseQuery } from '../../../server/src/core/traceql/parser/parseQuery';
import { anyQuery } from './fields';

const span = (
  id: string,
  parentId: string | null,
  attributes: Attributes,
  more: Partial<TracedSpan> = {},
): TracedSpan => ({
  id,
  parentId,
  name: id,
  kind: 'internal',
  status: 'ok',
  statusMessage: '',
  startUs: 0,
  endUs: 1000,
  attributes,
  resource: { 'service.name': 'holdpoint' },
  instrumentation: {},
  events: [],
  links: [],
  columns: { kind: 'step', timeout: false, policySnapshot: { profile: 'strict' } },
  ...more,
});

/** root ─ deploy ─ approval, and beside deploy a step `test` with two tools. */
const tree = spanTree('t1', [
  span('root', null, { n: 1 }, { endUs: 9000 }),
  span(
    'deploy',
    'root',
    { step: 'deploy', n: 2 },
    { columns: { kind: 'step', timeout: true, policySnapshot: {} } },
  ),
  span('approval', 'deploy', { decision: 'approved', tags: ['a', 'b'] }),
  span('test', 'root', { step: 'test', n: 4, 'span.x': true }, { status: 'error', statusMessage: 'boom' }),
  span(
    'tool1',
    'test',
    { ok: true, n: 4 },
    { events: [{ name: 'retry', timeUs: 500, attributes: { why: 'slow', again: true } }] },
  ),
  span('tool2', 'test', { ok: false, text: 'a\nb' }, { kind: 'client', endUs: null }),
]);

const answer = (text: string) => {
  const { query, problems } = checkQuery(text);
  assert.deepEqual(problems, [], text);
  return evaluateQuery(query)(tree);
};

/** The ids of the spans of each spanset that is left. */
const check = (text: string, expected: string) => {
  const sets = answer(text).map(({ places }) =>
    [...places].sort((a, b) => a - b).map((at) => tree.spans[at]?.id),
  );
  assert.equal(sets.map((ids) => ids.join(' ')).join(' | '), expected, text);
};

describe('the evaluator of TraceQL', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['{}', 'root deploy approval test tool1 tool2'],
    ['{ .n > 1 && .n < 4.5 }', 'deploy test tool1'],
    ['{ .n != 4 }', 'root deploy'],
    ['{ .n = nil }', 'approval tool2'],
    ['{ nil != .n }', 'root deploy test tool1'],
    ['{ nil = nil }', ''],
    ['{ .ok }', 'tool1'],
    ['{ !.ok }', 'tool2'],
    ['{ !.n }', ''],
    ['{ .n = "4" }', ''],
    ['{ .tags = "b" }', 'approval'],
    ['{ .tags != "b" }', ''],
    ['{ .tags !~ "x.*" }', 'approval'],
    ['{ .text =~ "a.b" }', 'tool2'],
    ['{ name =~ "tool" }', ''],
    ['{ name =~ "tool." }', 'tool1 tool2'],
    ['{ .n / 3 = 1 && .n % 3 = 1 }', 'test tool1'],
    ['{ .n ^ 2 = 16 || -.n = -2 }', 'deploy test tool1'],
    ['{ status = error }', 'test'],
    ['{ status = 0 }', 'test'],
    ['{ kind = client }', 'tool2'],
    ['{ duration >= 1ms }', 'root deploy approval test tool1'],
    ['{ traceDuration = 9ms && rootName = "root" && span:childCount = 2 }', 'root test'],
    ['{ resource.service.name = "holdpoint" && span:parentID = "test" }', 'tool1 tool2'],
    ['{ event.why = "slow" && event:name = "retry" }', 'tool1'],
    ['{ .why = "slow" }', 'tool1'],
    ['{ event.again }', 'tool1'],
    ['{ .again && name != "none" }', 'tool1'],
    ['{ event.why || !event.again }', ''],
    ['{ span."span.x" }', 'test'],
    ['{ .step = "deploy" } >> { .decision = "approved" }', 'approval'],
    ['{ .step = "test" } >> { .decision = "approved" }', ''],
    ['{ .decision = "approved" } << { .step != nil }', 'deploy'],
    ['{ .decision = "approved" } !<< { .step != nil }', 'test'],
    ['{ .decision = "none" } !<< { .step = "deploy" }', 'deploy'],
    ['{ name = "root" } > {}', 'deploy test'],
    ['{ name = "root" } !> {}', 'root approval tool1 tool2'],
    ['{ name =~ "tool." } < {}', 'test'],
    ['{ name = "tool1" } ~ {}', 'tool2'],
    ['{} ~ { name = "root" }', ''],
    ['{ name = "tool1" } !~ { name =~ "tool." }', 'tool1'],
    ['{ name = "root" } &>> { .decision != nil }', 'root approval'],
    ['{ .ok } && { status = error }', 'test tool1'],
    ['{ .ok } && { name = "none" }', ''],
    ['{ .ok } || { name = "none" }', 'tool1'],
    ['{ .n > 1 } | { .n < 4 }', 'deploy'],
    ['{ .n > 0 } | by(.n)', 'root | deploy | test tool1'],
    ['{ .n > 0 } | by(.n) | count() > 1', 'test tool1'],
    ['{ .n > 0 } | by(.n) | coalesce() | count() = 4', 'root deploy test tool1'],
    ['{} | avg(.n) > 2.7', 'root deploy approval test tool1 tool2'],
    ['{} | max(.none) > 0', ''],
    ['{} | sum(duration) = 13ms', 'root deploy approval test tool1 tool2'],
    ['{ .ok } | select(.n)', 'tool1'],
    ['({ .ok } | count() = 1) && ({ status = error })', 'test tool1'],
    ['traces{ span.status != "ok" and trace_id = "t1" }', 'test'],
    ['traces{ span.timeout = true or span.error = "boom" }', 'deploy test'],
    ['traces{ span.kind = "node" and not span.policy_snapshot.profile = "strict" }', 'deploy'],
    ['traces{ span.attributes["n"] >= 4 }', 'test tool1'],
  ];
  for (const [text, expected] of cases) {
    it(`FLOW-18: finds “${expected}” by ${text}`, () => check(text, expected));
  }

  it('FLOW-18: attaches what it grouped by and what it reckoned', () => {
    const [first] = answer('{ .n = 4 } | by(.step) | count() > 0');
    const attributes = Object.entries(first?.attributes ?? {}).map(([key, value]) => [key, valueText(value)]);
    assert.deepEqual(attributes, [
      ['by(.step)', '"test"'],
      ['count()', '1'],
    ]);
  });

  it('FLOW-18: orders texts by their bytes', () => {
    const emoji = spanTree('t', [span('a', null, { low: '\uff61', high: '😀' })]);
    assert.equal(evaluateQuery(parseQuery('{ .low < .high }').query)(emoji).length, 1);
  });

  it('FLOW-18: stands circles, missing parents and ids that stand twice', () => {
    const broken = spanTree('t', [
      span('a', 'b', {}),
      span('b', 'a', {}),
      span('a', 'a', {}),
      span('c', 'gone', {}),
      span('d', 'a', { d: true }),
    ]);
    const [found] = evaluateQuery(parseQuery('{ name = "b" } >> {}').query)(broken);
    assert.deepEqual([...(found?.places ?? [])], [0, 1, 2, 4]);
  });

  it('FLOW-18: agrees with the plain reading of ancestors and siblings on random trees', () => {
    const parents = fc.array(fc.integer({ min: -1, max: 12 }), { minLength: 1, maxLength: 13 });
    fc.assert(
      fc.property(parents, fc.infiniteStream(fc.boolean()), (given, marks) => {
        const spans = given.map((parent, at) =>
          span(`s${at}`, parent < 0 || parent >= at ? null : `s${parent}`, {
            a: marks.next().value === true,
          }),
        );
        const made = spanTree('t', spans);
        const isA = (at: number) => spans[at]?.attributes['a'] === true;
        const ancestors = (at: number): number[] => {
          const parent = made.parents[at] ?? -1;
          return parent === -1 ? [] : [parent, ...ancestors(parent)];
        };
        const all = spans.map((_, at) => at);
        const ids = (text: string) =>
          evaluateQuery(parseQuery(text).query)(made).flatMap(({ places }) =>
            [...places].sort((a, b) => a - b),
          );
        const under = all.filter((at) => ancestors(at).some(isA));
        assert.deepEqual(ids('{ .a } >> {}'), under);
        assert.deepEqual(
          ids('{ .a } !>> {}'),
          all.filter((at) => !under.includes(at)),
        );
        assert.deepEqual(
          ids('{ .a } << {}'),
          all.filter((at) => all.some((low) => isA(low) && ancestors(low).includes(at))),
        );
        const beside = (at: number) =>
          all.some(
            (other) =>
              other !== at &&
              isA(other) &&
              made.parents[at] !== -1 &&
              made.parents[other] === made.parents[at],
          );
        assert.deepEqual(ids('{ .a } ~ {}'), all.filter(beside));
      }),
    );
  });

  it('FLOW-18: answers any query that can be written without throwing', () => {
    fc.assert(
      fc.property(anyQuery, (query) => {
        assert.ok(Array.isArray(evaluateQuery(query)(tree)));
      }),
      { numRuns: 300 },
    );
  });
});
