import assert from 'node:assert/strict';
import { queryArguments, queryLimits } from '../../../client/src/connection/server/queryLimits';
import { serverOptions } from '../../../server/src/main/serverOptions';

describe('what a window tells a server that one query may cost', () => {
  const check = (seconds: unknown, spans: unknown, expected: readonly string[]) => {
    const words = queryArguments(queryLimits(seconds, spans));
    assert.deepEqual(words, expected);
    assert.equal(typeof serverOptions(['--root', '/w', ...words]), 'object');
  };

  it('is what the settings say', () => {
    check(10, 500_000, ['--query-seconds', '10', '--query-spans', '500000']);
    check(3_600, 100_000_000, ['--query-seconds', '3600', '--query-spans', '100000000']);
    check(1, undefined, ['--query-seconds', '1']);
  });

  it('leaves out what the server would refuse, so that it starts', () => {
    check(0, 999, []);
    check(3_601, 100_000_001, []);
    check(1.5, '5000', []);
    check(Number.NaN, null, []);
  });
});
