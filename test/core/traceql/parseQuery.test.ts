import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkQuery } from '../../../server/src/core/traceql/checkQuery';
import { parseQuery } from '../../../server/src/core/traceql/parser/parseQuery';
import { printQuery } from '../../../server/src/core/traceql/print/printQuery';
import { problemLine } from '../../../server/src/core/traceql/queryProblem';
import { anyQuery, withoutPlaces } from './fields';

const printed = (text: string) => {
  const { query, problems } = parseQuery(text);
  assert.deepEqual(problems, [], text);
  return printQuery(query);
};
const firstProblem = (text: string) => {
  const [problem] = checkQuery(text).problems;
  return problem === undefined ? 'no problem' : problemLine(problem);
};

/** Queries of the guide: each must be valid as it stands. */
const readyMade = [
  '{ name = "execute_tool run_shell" && status = error }',
  '{ span.holdpoint.approval.decision = "rejected" } | select(span.holdpoint.approval.reason, span.gen_ai.tool.name)',
  '{ span.holdpoint.policy.decision = "deny" } | by(span.holdpoint.policy.rule_id) | count() > 2',
  '{ span.gen_ai.tool.name = "apply_patch" } >> { span:name =~ "git .*" && span:status = error }',
  '{ span.gen_ai.operation.name = "chat" } | sum(span.gen_ai.usage.output_tokens) > 20000',
  '{ trace:duration > 5m && resource.service.name = "holdpoint" } with (most_recent=true)',
  '{ span.process.exit.code != 0 } && { span.holdpoint.step.attempt > 1 }',
  '{ span.holdpoint.approval.decision = "approved" } !<< { span:name = "holdpoint.step deploy" }',
  '{ span.gen_ai.operation.name = "execute_tool" } | quantile_over_time(span:duration, .5, .95) by (span.gen_ai.tool.name)',
  '({ status = error } | count_over_time()) / ({} | count_over_time()) > 0.1',
];

describe('TraceQL', () => {
  for (const text of readyMade) {
    it(`FLOW-18: takes ${text}`, () => assert.deepEqual(checkQuery(text).problems, []));
  }

  const forms: readonly (readonly [string, string])[] = [
    ['{.a-b=1}', '{ .a-b = 1 }'],
    ['{ .a - .b > -1.5s }', '{ .a - .b > -1500ms }'],
    ['{ span."my attr" = `a\\b` }', '{ span."my attr" = "a\\\\b" }'],
    ['{ 1h30m < duration && .99 < .b }', '{ 90m < span:duration && 0.99 < .b }'],
    ['{ (.a || .b) && !(.c) }', '{ .a || .b && !.c }'],
    ['{ .a || (.b && .c) }', '{ .a || (.b && .c) }'],
    ['{ 2 ^ 3 ^ 4 = (2 ^ 3) ^ 4 }', '{ 2 ^ 3 ^ 4 = (2 ^ 3) ^ 4 }'],
    ['({ .a } >> { .b }) && { .c }', '{ .a } >> { .b } && { .c }'],
    ['{ .a } | count() > 2 * (3 + 1)', '{ .a } | count() > 8'],
    ['{ rootServiceName = "x" }', '{ trace:rootService = "x" }'],
  ];
  for (const [text, form] of forms) {
    it(`FLOW-18: writes ${text} as ${form}`, () => assert.equal(printed(text), form));
  }

  const refusals: readonly (readonly [string, string])[] = [
    [
      '{ attribute = 4 }',
      "column 3: 'attribute' is no intrinsic; an attribute is written with its scope, as in .attribute or span.attribute",
    ],
    ['{ .a == 4 }', "column 6: '==' is no operator; write '='"],
    ['{ .a = 4', "column 9: expected an operator or '}', found the end"],
    ['{ .a = }', "column 8: expected an attribute, an intrinsic or a value, found '}'"],
    ['{ .a = "x }', 'column 8: the string does not end'],
    ['{ duration > 5x }', "column 14: '5x' is no duration; write it like 500ms, 1.5s or 1h30m"],
    ['{ .a } | count()', 'column 10: an aggregate without a comparison not yet supported'],
    [
      '{ .a } | avg(.b) > sum(.c)',
      'column 10: any comparison but of an aggregate with a number not yet supported',
    ],
    ['{ parent.x = 1 }', 'column 3: parent not yet supported'],
    ['{} | compare({ .a })', 'column 6: compare() not yet supported'],
    ['{ 1 = "foo" }', 'column 3: an int and a string cannot be compared'],
    ['{ status > ok }', 'column 3: a status can be compared by = and != only'],
    ['{ status }', 'column 3: a filter must be true or false, not a status'],
    ['{ 1 + 1 }', 'column 3: a filter must be true or false, not an int'],
    ['{} | sum(3) > 1', 'column 10: sum() must look at the span'],
    ['{} | by("x")', 'column 9: by() must look at the span'],
    ['{ name = nil }', 'column 3: this always has a value and cannot be compared with nil'],
    [
      '{} | by(.a) | {} > {}',
      'column 15: a structural operator takes one spanset on each side: use coalesce()',
    ],
    ['coalesce()', 'column 1: a query cannot start with coalesce()'],
    ['rate()', 'column 1: rate() must follow spans, as in {} | rate()'],
    ['{} | topk(3)', 'column 6: topk() may follow a function over time only'],
    ['{} | topk(3) > 5', 'column 6: topk() may follow a function over time only'],
    ['({} | rate()) | topk(3)', 'column 17: topk() may follow a function over time only'],
    ['{} | rate() | { .a }', 'column 15: only topk() or bottomk() may follow a function over time'],
    ['{} | rate() | count() > 1', 'column 15: only topk() or bottomk() may follow a function over time'],
    ['{} | rate() | topk(0)', "column 20: expected a whole number above 0, found '0'"],
    ['{} | rate() * 2', 'column 6: a series in arithmetic stands in brackets, as in ({} | rate()) * 2'],
    ['({} | rate()) * 2s', 'column 17: a duration cannot stand in arithmetic with a series'],
    ['({} | rate()) && {}', 'column 1: && cannot stand here: a series takes numbers and series only'],
    ['{} | avg_over_time(span:name)', 'column 20: avg_over_time() wants a number, not a string'],
    ['{} | avg_over_time(.a + 1)', "column 23: expected ')', found '+'"],
    ['{} | quantile_over_time(.a)', "column 27: expected ',', found ')'"],
    ['{} | quantile_over_time(.a, 95)', 'column 29: a quantile is a number from 0 to 1'],
    ['{} | rate() by (1)', "column 17: expected an attribute or an intrinsic, found '1'"],
    ['{} | rate() by (parent.a)', 'column 17: parent not yet supported'],
    [
      '{ .a =~ "(?=x)" }',
      'column 9: this is no regular expression: error parsing regexp: invalid or unsupported Perl syntax: `(?=`',
    ],
    [
      '{ .a =~ "(" }',
      'column 9: this is no regular expression: error parsing regexp: missing closing ): `(`',
    ],
    [
      'traces{ span.nme = "x" }',
      "column 9: expected 'trace_id', 'span.name', 'span.kind', 'span.status', 'span.error', 'span.duration', 'span.timeout', 'span.policy_snapshot.' or 'span.attributes[\"', found 'span.nme'",
    ],
    ['traces{ span.duration > 5 }', 'column 25: a duration needs a unit, such as 500ms'],
  ];
  for (const [text, problem] of refusals) {
    it(`FLOW-18: refuses ${text} at its column`, () => assert.equal(firstProblem(text), problem));
  }

  const taken = [
    '{} | rate() by (span.a, name) | topk(3) > 0.5 with (exemplars=true)',
    '{ .a } | by(.b) | count() > 1 | histogram_over_time(duration)',
    '({} | rate()) - 2 * ({ .a } | rate() by (.b)) >= 0 with (sample=0.1, unheard="of")',
    '(({} | rate()) + ({} | rate())) / 2',
    '{} | avg_over_time(duration) > 500ms',
    'count() > 2',
    'by(.x) | max(duration) >= 1s | coalesce() | {} >> {}',
    '({ .a } | count() > 1) && ({ .b } | avg(.c) < 2)',
    '{ link:traceID != "" && instrumentation:name = "x" && instrumentation.y = 1 && link.z = 2 }',
    '{ span.a."b c" = minInt || .99 < .x || `raw` = .y }',
  ];
  for (const text of taken) {
    it(`FLOW-18: takes ${text}`, () => assert.deepEqual(checkQuery(text).problems, []));
  }

  it('FLOW-18: takes the short form and writes it in one way', () => {
    const text =
      'traces{ span.status == "ERROR" and not (span.kind = "node" or span.attributes["k"] =~ "a.*") } | pick(trace_id, root_name) | limit 5';
    assert.equal(
      printed(text),
      'traces{ span.status = "error" and not (span.kind = "step" or span.attributes["k"] =~ "a.*") } | pick(trace_id, root_name) | limit 5',
    );
    const { query } = parseQuery(text);
    assert.deepEqual(withoutPlaces(parseQuery(printQuery(query)).query), withoutPlaces(query));
  });

  it('FLOW-18: warns where a known attribute can never have such a value', () => {
    const { problems, isValid } = checkQuery('{ span.process.exit.code = "1" }');
    assert.equal(isValid, true);
    assert.deepEqual(
      problems.map(({ severity }) => severity),
      ['warning'],
    );
  });

  it('FLOW-18: reads back whatever it writes', () => {
    fc.assert(
      fc.property(anyQuery, (query) => {
        const text = printQuery(query);
        const { query: again, problems } = parseQuery(text);
        if (text.length > 8192) return;
        assert.deepEqual(problems, [], text);
        assert.equal(printQuery(again), text);
        assert.deepEqual(withoutPlaces(again), withoutPlaces(query), text);
      }),
      { numRuns: 500 },
    );
  });

  it('FLOW-18: understands something of every text and throws at none', () => {
    const pieces = fc.constantFrom(
      ...[
        '{',
        '}',
        '(',
        ')',
        '|',
        '.a',
        'span.',
        '"',
        '`',
        '!',
        '-',
        '>>',
        '=',
        '=~',
        '1',
        '5m',
        'count',
        'by',
      ],
      ...[
        'traces',
        'select',
        'with',
        ' ',
        '\\',
        'parent.',
        'rate',
        'and',
        ',',
        '∞',
        '\ud800',
        'not',
        'limit',
      ],
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const { problems, isValid } = checkQuery(text);
        assert.equal(
          isValid,
          problems.every(({ severity }) => severity === 'warning'),
        );
        for (const { at } of problems)
          assert.ok(at.start >= 0 && at.end <= text.length && at.start <= at.end);
      }),
      { numRuns: 2000 },
    );
  });

  it('FLOW-18: stands long and deep texts', () => {
    for (const piece of ['(', '{', '!', '-', '.a+', '{}>', '"', 'span.a."', '{ !', 'traces{ not ', '{}|']) {
      const { isValid } = checkQuery(`{ ${piece.repeat(Math.floor(8000 / piece.length))}`.slice(2));
      assert.equal(isValid, false);
    }
    assert.match(firstProblem('x'.repeat(9000)), /at most 8192 characters/);
  });
});
