import { spawnSync } from 'node:child_process';
import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** The middle of several measurements. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** Milliseconds that some work takes. */
export async function timed(work: () => unknown): Promise<number> {
  const startMs = performance.now();
  await work();
  return performance.now() - startMs;
}

/**
 * Takes turns between contestants, so that a machine that slows down slows all of them, and gives each one's median.
 * What a contestant answers is its cost; the first round warms up and does not count.
 */
export async function takeTurns<K extends string>(
  rounds: number,
  contestants: Readonly<Record<K, () => number | Promise<number>>>,
): Promise<Record<K, number>> {
  const names = Object.keys(contestants) as K[];
  const costs = new Map<K, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of names) {
      const cost = await contestants[name]();
      if (round > 0) {
        costs.get(name)?.push(cost);
      }
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(costs.get(name) ?? [])])) as Record<K, number>;
}

/** Milliseconds per call of short work: repeated until it has run for a while. */
export function perCall(work: () => unknown, leastMs = 60): number {
  for (let calls = 1; ; calls *= 2) {
    const startMs = performance.now();
    for (let call = 0; call < calls; call += 1) {
      work();
    }
    const elapsedMs = performance.now() - startMs;
    if (elapsedMs >= leastMs) {
      return elapsedMs / calls;
    }
  }
}

/** Milliseconds of a fixed loop: tells how fast this machine was when the figures were taken. */
export function calibrationMs(): number {
  const round = () => {
    let hash = 0x811c9dc5;
    for (let step = 0; step < 20_000_000; step += 1) {
      hash = Math.imul(hash ^ (step & 255), 0x01000193);
    }
    return hash;
  };
  const startMs = performance.now();
  round();
  return performance.now() - startMs;
}

/** Milliseconds of one write of a page that is then made durable: the floor of every durable step. */
export function syncMs(folder: string, count = 100): number {
  const path = join(folder, 'sync-floor');
  const file = openSync(path, 'w');
  const page = Buffer.alloc(4096, 1);
  try {
    const startMs = performance.now();
    for (let index = 0; index < count; index += 1) {
      writeSync(file, page);
      fdatasyncSync(file);
    }
    return (performance.now() - startMs) / count;
  } finally {
    closeSync(file);
    rmSync(path);
  }
}

/** Milliseconds from the start of a process to its end; a failing one is no measurement. */
export function processMs(
  argv: readonly [string, ...string[]],
  options: { readonly cwd?: string; readonly accept?: readonly number[] } = {},
): number {
  const [program, ...rest] = argv;
  const startMs = performance.now();
  const { status, error, stderr } = spawnSync(program, rest, {
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  const elapsedMs = performance.now() - startMs;
  if (error || !(options.accept ?? [0]).includes(status ?? -1)) {
    throw new Error(`${argv.join(' ')} ended with ${status}: ${error?.message ?? stderr}`);
  }
  return elapsedMs;
}
