/** After this many tries a message is given up: about four hours after the first. */
export const mostTries = 16;

/** A message older than this is tried once and not again, so that what came after it is not kept back by old news. */
export const oldMs = 24 * 60 * 60_000;

const firstWaitMs = 1000;
const longestWaitMs = 60 * 60_000;

/** How a message fared so far. */
export interface Tries {
  /** Those that failed, the last one among them. */
  readonly count: number;
  /** How long ago the thing happened that the message tells of. */
  readonly ageMs: number;
  /** How the receiver answered; null when it did not. */
  readonly status: number | null;
  /** How long the receiver asked to be left alone. */
  readonly retryAfterMs: number | null;
}

/**
 * Milliseconds until the next try, doubled from try to try; null to give up. `random` in [0, 1) spreads the tries of many
 * senders over the second half of each wait.
 */
export function nextTryMs({ count, ageMs, status, retryAfterMs }: Tries, random: number): number | null {
  // 410 Gone: the receiver wants none of this any more.
  if (status === 410 || count >= mostTries || ageMs > oldMs) {
    return null;
  }
  const waitMs = Math.min(firstWaitMs * 2 ** (count - 1), longestWaitMs);
  const spreadMs = Math.round(waitMs * (0.5 + random / 2));
  return Math.max(spreadMs, Math.min(retryAfterMs ?? 0, longestWaitMs));
}
