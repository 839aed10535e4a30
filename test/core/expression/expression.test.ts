import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import fc from 'fast-check';
import { evaluate, evaluateCondition } from '../../../server/src/core/expression/evaluate';
import { parseExpression } from '../../../server/src/core/expression/parseExpression';
import type { Scope } from '../../../server/src/core/expression/scope';

const scope: Scope = {
  inputs: { on: true, n: 3, name: 'x', list: [1, { a: 'b' }], none: null, 'a-b': 1 },
  steps: { a: { status: 'succeeded', output: { b: [10, 20], 'k.x': 1 } }, late: { status: 'pending' } },
  joins: { j: { a: 1 } },
  payload: { p: 1 },
  run: { id: 'run-1' },
  batch: { index: 4 },
  env: { CI: '1' },
  locals: { file: { path: 'f' } },
};

function valueFrom(text: string): unknown {
  const parsed = parseExpression(text, ['file']);
  if ('error' in parsed) return `${parsed.error.column}: ${parsed.error.message}`;
  const result = evaluate(parsed.ast, scope);
  return 'error' in result ? `${result.error.column}: ${result.error.message}` : result.value;
}

function check(text: string, expected: unknown): void {
  deepStrictEqual(valueFrom(text), expected, text);
}

describe('conditions', () => {
  it('compare values with their types', () => {
    check('inputs.n == 3', true);
    check('inputs.n == "3"', false);
    check('inputs.n != 3', false);
    check("inputs.name == 'x'", true);
    check('inputs.none == null', true);
    check('inputs.list == inputs.list', true);
    check('2 < 10 && "10" < "2"', true);
    check('-1.5e1 <= -15', true);
    check('3 >= 4', false);
    check('4 > 3', true);
  });

  it('bind ! before comparisons, comparisons before &&, && before ||', () => {
    check('true || false && false', true);
    check('(true || false) && false', false);
    check('!inputs.on == false', true);
    check('!(1 == 2) && !!true', true);
    check('1 == 1 && 2 == 2 || missing == 1', "21: unknown name 'missing'");
  });

  it('read names as references do', () => {
    check('steps.a.output.b[1]', 20);
    check('steps.a.output["k.x"] == 1', true);
    check('steps.a.status == "succeeded"', true);
    check('joins.j.a', 1);
    check('payload.p', 1);
    check('run.id == "run-1" && batch.index == 4', true);
    check('env.CI', '1');
    check('file.path', 'f');
    check('inputs.a-b', 1);
    check('inputs.list[1].a', 'b');
  });

  it('stop at the operand that decides', () => {
    check('false && steps.late.output.x == 1', false);
    check('true || steps.late.output.x == 1', true);
    check('steps.late.output.x == 1', "1: 'steps.late.output.x' has no value");
    check('inputs.gone == null', true);
    check('inputs.on.x == null', "1: 'inputs.on.x' has no value");
  });

  it('reach no prototype', () => {
    for (const name of ['inputs.constructor', 'inputs.__proto__', 'inputs.toString', 'inputs.hasOwnProperty'])
      check(name, null);
    check('steps.constructor.output', "1: 'steps.constructor.output' has no value");
    check('inputs.list.length', "1: 'inputs.list.length' has no value");
    check('inputs.name.length', "1: 'inputs.name.length' has no value");
  });

  it('name the column of every mistake', () => {
    check('', '1: a value is missing at the end');
    check('inputs.n = 3', "10: a single '=' is not an operator; use '=='");
    check('inputs.n & 3', "10: a single '&' is not an operator; use '&&'");
    check('1 ==', '5: a value is missing at the end');
    check('(1 == 1', "8: ')' is missing");
    check('1 == 1)', '7: an operator is expected here');
    check('1 < 2 < 3', '7: comparisons do not chain; use && or ( )');
    check('1 2', '3: an operator is expected here');
    check('== 1', "1: a value is expected before '=='");
    check('"abc', '1: the string is not closed');
    check("'a\\q'", '3: unknown escape in a string');
    check('$' + '{inputs.n} == 1', '1: names stand bare in conditions, as in inputs.x == 1');
    check('secret == 1', "1: unknown name 'secret'");
    check('steps.a == 1', "1: a step has 'output' and 'status', as in steps.a.output");
    check('run.name', "1: 'run' has only run.id");
    check('inputs.', '8: a name must follow the dot');
    check('inputs[x]', '7: brackets hold an index such as [0] or a key such as ["name"]');
    check('1 < "a"', "3: '<' compares two numbers or two strings, not a number and a string");
    check('1 && true', '1: true or false is expected, not a number');
    check('#', "1: unexpected '#'");
    check('1e999', '1: the number is too large');
    check('"a\\n\\"\'" == "a"', false);
  });

  it('are true or false and nothing else', () => {
    const parsed = parseExpression('inputs.n');
    ok('ast' in parsed);
    const result = evaluateCondition(parsed.ast, scope);
    ok('error' in result && result.error.message === 'true or false is expected, not a number');
  });

  it('never throw, on any text and any depth', () => {
    const pieces = fc.array(
      fc.constantFrom(
        '!',
        '(',
        ')',
        '==',
        '&&',
        '||',
        '<',
        ' ',
        '1',
        '"a"',
        'inputs.n',
        'steps.a.output',
        'true',
        '.',
        '[0]',
        '-',
      ),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          pieces.map((list) => list.join('')),
        ),
        (text) => {
          valueFrom(text);
        },
      ),
      { numRuns: 500 },
    );
    strictEqual(valueFrom('!'.repeat(4000)), '65: the condition is nested too deeply');
    strictEqual(valueFrom('('.repeat(4000)), '65: the condition is nested too deeply');
    strictEqual(valueFrom(Array.from({ length: 500 }, () => 'true').join('&&')), true);
    strictEqual(valueFrom('1'.repeat(5000)), '4096: a condition has at most 4096 characters');
  });
});
