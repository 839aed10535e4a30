import assert from 'node:assert/strict';
import { stepAt, stepFor, timeSteps } from '../../../server/src/core/traceql/series/timeSteps';

const second = 1_000_000;

describe('steps of time', () => {
  const lengths: readonly (readonly [string, number, number])[] = [
    ['ten seconds', 10, 0.05],
    ['a minute', 60, 1],
    ['ten minutes', 600, 2],
    ['an hour', 3600, 15],
    ['a day', 86_400, 300],
    ['a week', 604_800, 2400],
    ['a month', 2_592_000, 10_800],
  ];
  for (const [name, seconds, expected] of lengths) {
    it(`FLOW-18: cut ${name} into steps of ${expected} s`, () => {
      assert.equal(stepFor(seconds * second), expected * second);
    });
  }

  it('hold a span by its start, the end of the range excluded', () => {
    const steps = timeSteps(10, 35, 10);
    assert.deepEqual(steps, { startUs: 10, stepUs: 10, count: 3 });
    assert.deepEqual(
      [9, 10, 19, 20, 39, 40].map((time) => stepAt(steps, time)),
      [-1, 0, 0, 1, 2, -1],
    );
    assert.equal(timeSteps(10, 10).count, 0);
  });
});
