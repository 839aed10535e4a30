import { randomBytes } from 'node:crypto';
import { AppError } from '#protocol/errors';

/** What a button is good for: one request with exactly this digest, and, where it decides, one person and one press. */
export interface Bound {
  readonly approval_id: string;
  readonly digest: string;
  /** Only this sender may press; anybody on the list without it. */
  readonly user?: string;
  /** Whether one press spends it. */
  readonly isSingle: boolean;
  readonly expiresAtMs: number;
  /** Whether the request is of high risk, which the button said. */
  readonly isConfirmed?: boolean;
}

/** What became of a button that cannot be used. */
export type Spent = { readonly bound: Bound | undefined; readonly cause: 'consumed' | 'expired' };

const keptSpent = 10_000;

/** The buttons that are out. A nonce says nothing by itself: what it stands for is known here alone. */
export class Nonces {
  readonly #now: () => number;
  readonly #bound = new Map<string, Bound>();
  /** Spent ones are remembered, so that a replay is told apart from a guess. */
  readonly #spent = new Map<string, Bound>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Makes a nonce; `nonce` puts one back into force that was made before a restart. */
  issue(bound: Bound, nonce = randomBytes(16).toString('base64url')): string {
    this.#forgetExpired();
    this.#bound.set(nonce, bound);
    return nonce;
  }

  /** What a press is about, spending the nonce when it is good for one press; or why it is no longer good. */
  press(nonce: string, user: string): Bound | Spent {
    const bound = this.#bound.get(nonce);
    if (bound === undefined) {
      const spent = this.#spent.get(nonce);
      const isUsed = spent !== undefined && spent.expiresAtMs > this.#now();
      return { bound: spent, cause: isUsed ? 'consumed' : 'expired' };
    }
    if (bound.user !== undefined && bound.user !== user) {
      throw new AppError('FORBIDDEN', 'this button was given to somebody else');
    }
    if (bound.expiresAtMs <= this.#now()) {
      return { bound, cause: 'expired' };
    }
    if (bound.isSingle) {
      this.spend(nonce);
    }
    return bound;
  }

  /** Takes a button out of force. */
  spend(nonce: string): void {
    const bound = this.#bound.get(nonce);
    this.#bound.delete(nonce);
    if (bound !== undefined) {
      this.#spent.set(nonce, bound);
    }
    for (const oldest of this.#spent.keys()) {
      if (this.#spent.size <= keptSpent) {
        break;
      }
      this.#spent.delete(oldest);
    }
  }

  /** Those that nobody pressed in time would stay for ever. */
  #forgetExpired(): void {
    const now = this.#now();
    for (const [nonce, { expiresAtMs }] of this.#bound) {
      if (expiresAtMs <= now) {
        this.spend(nonce);
      }
    }
  }
}
