import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mostTries, nextTryMs, oldMs } from '../../server/src/core/webhooks/nextTry';

const failed = { count: 1, ageMs: 0, status: 500, retryAfterMs: null };

describe('the next try of a message', () => {
  it('comes ever later, spread over the second half of each wait, and never more than an hour later', () => {
    const waits = Array.from({ length: mostTries - 1 }, (_, n) => [
      nextTryMs({ ...failed, count: n + 1 }, 0),
      nextTryMs({ ...failed, count: n + 1 }, 1),
    ]);
    assert.deepEqual(waits.slice(0, 3), [
      [500, 1000],
      [1000, 2000],
      [2000, 4000],
    ]);
    assert.deepEqual(waits.at(-1), [1_800_000, 3_600_000]);
    const hours = waits.reduce((sum, [, most]) => sum + (most ?? 0), 0) / 3_600_000;
    assert.ok(hours > 3.5 && hours < 4.5, `${hours} hours`);
  });

  it('does not come after the last one, for old news, or where the receiver is gone', () => {
    assert.equal(nextTryMs({ ...failed, count: mostTries }, 0), null);
    assert.equal(nextTryMs({ ...failed, ageMs: oldMs + 1 }, 0), null);
    assert.equal(nextTryMs({ ...failed, status: 410 }, 0), null);
  });

  it('waits at least as long as the receiver asks for, within the hour', () => {
    const asked = fc.record({ retryAfterMs: fc.nat(), count: fc.integer({ min: 1, max: mostTries - 1 }) });
    fc.assert(
      fc.property(asked, fc.double({ min: 0, max: 1, noNaN: true }), (given, random) => {
        const waitMs = nextTryMs({ ...failed, ...given }, random) ?? 0;
        assert.ok(waitMs <= 3_600_000 && waitMs >= Math.min(given.retryAfterMs, 3_600_000));
      }),
    );
  });
});
