import { randomBytes } from 'node:crypto';
import type { Clock, Ids } from '../runtime/ports';

/** The machine's clock. */
export function systemClock(): Clock {
  const startUs = Date.now() * 1000;
  const startNs = process.hrtime.bigint();
  return {
    now: () => Date.now(),
    nowUs: () => startUs + Number((process.hrtime.bigint() - startNs) / 1000n),
    sleep: (ms, signal) => sleepFor(ms, signal, wakeLater, clearTimeout),
    turn: settled,
  };
}

/** Random bytes drawn at once: a step needs a dozen ids, and each draw has a price. */
const poolBytes = 4096;

/** Random ids from the machine's generator. */
export function systemIds(): Ids {
  let pool = '';
  let used = 0;
  return {
    hex(count) {
      const start = used;
      used += count * 2;
      if (used <= pool.length) return pool.slice(start, used);
      pool = randomBytes(Math.max(poolBytes, count)).toString('hex');
      used = count * 2;
      return pool.slice(0, used);
    },
  };
}

/** A clock that only a test moves. */
export interface FakeClock extends Clock {
  /** Moves the time on, waking every sleeper at its own moment, also those that go to sleep again meanwhile. */
  advance(ms: number): Promise<void>;
  /** The lengths of all sleeps so far, oldest first. */
  readonly sleeps: readonly number[];
}

/** The memory twin of the clock. With `jumps` a sleep moves the time on by itself and never waits. */
export function fakeClock(options: { readonly now?: number; readonly jumps?: boolean } = {}): FakeClock {
  let nowMs = options.now ?? Date.UTC(2026, 0, 1);
  const sleeps: number[] = [];
  const sleepers = new Map<() => void, number>();
  const due = (untilMs: number) =>
    [...sleepers].filter(([, at]) => at <= untilMs).sort(([, a], [, b]) => a - b)[0];
  return {
    sleeps,
    now: () => nowMs,
    nowUs: () => nowMs * 1000,
    turn: settled,
    async advance(ms) {
      const untilMs = nowMs + ms;
      await settled();
      for (let next = due(untilMs); next !== undefined; next = due(untilMs)) {
        const [wake, at] = next;
        nowMs = Math.max(nowMs, at);
        sleepers.delete(wake);
        wake();
        await settled();
      }
      nowMs = untilMs;
    },
    sleep(ms, signal) {
      sleeps.push(ms);
      if (options.jumps && !signal.aborted) nowMs += ms;
      const wakeAt = (wake: () => void) => {
        if (options.jumps) queueMicrotask(wake);
        else sleepers.set(wake, nowMs + ms);
        return wake;
      };
      return sleepFor(ms, signal, wakeAt, (wake) => sleepers.delete(wake));
    },
  };
}

/** Ids that count up, so that a test can foresee them. */
export function fakeIds(): Ids {
  let count = 0;
  return {
    hex(bytes) {
      count += 1;
      return count
        .toString(16)
        .padStart(bytes * 2, '0')
        .slice(-bytes * 2);
    },
  };
}

/** Timers of Node fire at once when the time does not fit into 31 bits. */
function wakeLater(wake: () => void, ms: number) {
  return setTimeout(wake, Math.min(ms, 2 ** 31 - 1));
}

function sleepFor<Timer>(
  ms: number,
  signal: AbortSignal,
  set: (wake: () => void, ms: number) => Timer,
  clear: (timer: Timer) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      clear(timer);
      reject(signal.reason);
    };
    const timer = set(() => {
      signal.removeEventListener('abort', abort);
      resolve();
    }, ms);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
}

/** Lets everything that is already able to go on do so. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
