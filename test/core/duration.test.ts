import { deepStrictEqual, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { parseDuration } from '../../server/src/core/duration';

function check(value: unknown, expected: number | RegExp): void {
  const read = parseDuration(value);
  if (typeof expected === 'number') deepStrictEqual(read, { ms: expected });
  else ok('problem' in read && expected.test(read.problem), JSON.stringify(read));
}

describe('parseDuration', () => {
  it('takes numbers as seconds, and ms, s, m and h', () => {
    check(30, 30_000);
    check(0.5, 500);
    check('250ms', 250);
    check('1.5s', 1500);
    check(' 2 m ', 120_000);
    check('24h', 86_400_000);
    check('0s', 0);
  });

  it('refuses what is negative, not finite, of unknown unit or no duration', () => {
    check('-5s', /negative/);
    check(-1, /negative/);
    for (const value of ['nan', 'NaN', 'inf', '-Infinity', '.nan', Number.NaN, Number.POSITIVE_INFINITY]) {
      check(value, /not a finite number/);
    }
    check('5d', /unknown unit 'd'/);
    check('5S', /unknown unit/);
    check('5', /no unit/);
    check('', /not a duration/);
    check('soon', /not a duration/);
    check('1e3s', /not a duration/);
    check('9999999h', /longer than a year/);
    for (const value of [null, true, {}, ['1s']]) check(value, /number of seconds/);
  });

  it('never rounds a positive time down to unlimited', () => {
    check('0.0001ms', 1);
    check(0.000_000_1, 1);
  });

  it('yields whole milliseconds or a problem for anything', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.double(), fc.anything()), (value) => {
        const read = parseDuration(value);
        ok('problem' in read ? read.problem !== '' : Number.isSafeInteger(read.ms) && read.ms >= 0);
      }),
      { numRuns: 500 },
    );
  });
});
