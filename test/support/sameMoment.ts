import assert from 'node:assert/strict';
import { AppError } from '#protocol/errors';
import type { MemoryServer } from './composeMemory';

/** How a call ended: with what it answered, or with a refusal. */
export type Ended<T> =
  | { readonly answer: T; readonly code: null }
  | { readonly answer?: never; readonly code: string; readonly message: string };

/** By how many turns of the queue of promises one call comes after the other; before it, where there are fewer than none. */
export function apart(most: number, step = 1): readonly number[] {
  const count = Math.floor(most / step);
  return Array.from({ length: 2 * count + 1 }, (_, index) => (index - count) * step);
}

/**
 * Makes two calls, the second so many turns after the first. Either may be refused, but only in words: never by a fault
 * of ours, never by what the store says of its rows.
 */
export async function together<A, B>(
  server: MemoryServer,
  turns: number,
  first: () => Promise<A>,
  second: () => Promise<B>,
): Promise<[Ended<A>, Ended<B>]> {
  const ended = await Promise.all([ending(-turns, first), ending(turns, second)]);
  assert.deepEqual(server.faults, [], `${turns} turns apart`);
  return ended;
}

async function ending<T>(turns: number, call: () => Promise<T>): Promise<Ended<T>> {
  for (let turn = 0; turn < turns; turn += 1) {
    await Promise.resolve();
  }
  try {
    return { answer: await call(), code: null };
  } catch (error) {
    assert.ok(error instanceof AppError, String(error));
    assert.notEqual(error.code, 'INTERNAL', error.message);
    assert.doesNotMatch(error.message, /already has a row|has no row|cannot move from/);
    return { code: error.code, message: error.message };
  }
}
