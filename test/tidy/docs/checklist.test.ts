import { deepStrictEqual, ok } from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';

/** The cases of a checklist in their order: whether each is ticked, its ids, and the test that shows it. */
function cases(path: string) {
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.flatMap((line) => {
    const [, tick, ids = '', test = ''] = /^- \[(.)\] .* \(([^()]+)\): `([^`]+)`$/.exec(line) ?? [];
    return tick === undefined ? [] : [{ isTicked: tick === 'x', ids: ids.split(', '), test }];
  });
}

describe('the checklist of traces', () => {
  const english = cases('docs/test_checklist.md');

  it('FLOW-29: ticks each case by a test that there is, and that names its id', () => {
    const loose = english.filter(({ isTicked, ids, test }) => {
      const text = existsSync(test) ? readFileSync(test, 'utf8') : '';
      return !isTicked || ids.some((id) => !text.includes(id));
    });
    deepStrictEqual(loose, []);
    ok(english.length > 20);
  });

  it('FLOW-29: has the same cases in Japanese', () => {
    deepStrictEqual(cases('docs/test_checklist.ja.md'), english);
  });
});
