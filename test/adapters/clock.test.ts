import assert from 'node:assert/strict';
import { fakeClock, fakeIds, systemClock, systemIds } from '../../server/src/adapters/clock';

const never = new AbortController().signal;

describe('the system clock', () => {
  const clock = systemClock();
  it('counts microseconds that never run backwards', () => {
    const times = Array.from({ length: 1000 }, () => clock.nowUs());
    assert.ok(times.every((time, index) => Number.isInteger(time) && time >= (times[index - 1] ?? 0)));
    assert.ok(Math.abs(clock.nowUs() / 1000 - clock.now()) < 60_000);
  });
  it('sleeps, and not on when it is aborted', async () => {
    await clock.sleep(1, never);
    await assert.rejects(clock.sleep(60_000, AbortSignal.abort()), { name: 'AbortError' });
    const controller = new AbortController();
    const sleep = clock.sleep(2 ** 40, controller.signal);
    controller.abort();
    await assert.rejects(sleep, { name: 'AbortError' });
  });
});

describe('the fake clock', () => {
  it('wakes sleepers in their order, each at its own moment', async () => {
    const clock = fakeClock({ now: 1000 });
    const woken: string[] = [];
    const sleeper = async (name: string, ...lengths: number[]) => {
      for (const ms of lengths) {
        await clock.sleep(ms, never);
        woken.push(`${name}@${clock.now()}`);
      }
    };
    const all = [sleeper('a', 30, 5), sleeper('b', 10, 10, 100)];
    await clock.advance(40);
    assert.deepEqual(woken, ['b@1010', 'b@1020', 'a@1030', 'a@1035']);
    assert.equal(clock.nowUs(), 1_040_000);
    await clock.advance(80);
    await Promise.all(all);
    assert.deepEqual([woken.at(-1), clock.sleeps], ['b@1120', [30, 10, 10, 100, 5]]);
  });
  it('may jump instead of waiting', async () => {
    const clock = fakeClock({ now: 0, jumps: true });
    await clock.sleep(1000, never);
    await clock.sleep(2000, never);
    assert.equal(clock.now(), 3000);
    await assert.rejects(clock.sleep(1, AbortSignal.abort()), { name: 'AbortError' });
    assert.equal(clock.now(), 3000);
  });
});

describe('ids', () => {
  it('are random, of the asked length', () => {
    const ids = new Set(Array.from({ length: 100 }, () => systemIds().hex(6)));
    assert.equal(ids.size, 100);
    assert.ok([...ids].every((id) => /^[0-9a-f]{12}$/.test(id)));
  });
  it('count up in tests', () => {
    const ids = fakeIds();
    assert.deepEqual([ids.hex(2), ids.hex(2), ids.hex(1)], ['0001', '0002', '03']);
  });
});
