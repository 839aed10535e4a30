import assert from 'node:assert/strict';
import { checkQuery } from '../../../server/src/core/traceql/checkQuery';
import {
  type Arithmetic,
  reckonValues,
  sumOfIntegers,
} from '../../../server/src/core/traceql/evaluate/numbers/reckon';
import { valueText } from '../../../server/src/core/traceql/evaluate/valueText';
import { printQuery } from '../../../server/src/core/traceql/print/printQuery';

const most = 9_223_372_036_854_775_807n;
const int = (value: number | bigint) => ({ type: 'int', value }) as const;

describe('integers of 64 bits', () => {
  const written = (text: string) => {
    const { query, problems } = checkQuery(text);
    return problems.map(({ message, at }) => `column ${at.start + 1}: ${message}`)[0] ?? printQuery(query);
  };

  it('FLOW-18: stand in a query with all of their digits', () => {
    assert.equal(written('{ .id = 9007199254740993 }'), '{ .id = 9007199254740993 }');
    assert.equal(
      written('{ .id = 9223372036854775807 || .id = minInt }'),
      '{ .id = 9223372036854775807 || .id = minInt }',
    );
    assert.equal(
      written('{ .id = 9223372036854775808 }'),
      'column 9: 9223372036854775808 is outside the range of integers',
    );
    assert.equal(written('{} | max(.id) > 9007199254740992 + 1'), '{} | max(.id) > 9007199254740993');
  });

  const answers: readonly (readonly [number | bigint, Arithmetic, number | bigint, string])[] = [
    [9_007_199_254_740_993n, '+', 1, '9007199254740994'],
    [9_007_199_254_740_993n, '-', 9_007_199_254_740_992n, '1'],
    [9_007_199_254_740_991, '*', 3, '27021597764222973'],
    [most, '/', 2, '4611686018427387903'],
    [most, '%', 10, '7'],
    [3, '^', 39, '4052555153018976267'],
    [2, '^', 63, '9223372036854776000.0'],
    [2, '^', -1, '0'],
    [2, '^', 100_000_000, 'nil'],
    [most, '+', 1, '9223372036854776000.0'],
    [most, '/', 0, 'nil'],
  ];
  for (const [left, op, right, expected] of answers) {
    it(`FLOW-18: ${left} ${op} ${right} is ${expected}`, () => {
      assert.equal(valueText(reckonValues(op, int(left), int(right))), expected);
    });
  }

  it('FLOW-18: add up to the last digit', () => {
    assert.deepEqual(
      sumOfIntegers([9_007_199_254_740_991, 9_007_199_254_740_991, 3]),
      int(18_014_398_509_481_985n),
    );
    assert.deepEqual(sumOfIntegers([9_007_199_254_740_993n, -9_007_199_254_740_990]), int(3));
  });
});
