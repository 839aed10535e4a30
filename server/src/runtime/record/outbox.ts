import type { Context } from '../context';
import type { Write } from '../storePort';
import { foldWrites } from './foldWrites';
import { commit } from './record';

/** Writes that may wait in memory behind a transaction that is under way. */
const mostWaiting = 256;

/**
 * What a run has decided and the store does not hold yet. Batches go one after the other, each in one transaction:
 * what gathers while one is stored goes with the next. What nobody waits for is soft: the death of this process loses
 * none of it, a cut of power perhaps the newest. Once a batch has failed nothing follows it.
 */
export class Outbox {
  readonly #context: Context;
  #waiting: Write[] = [];
  #underway: Promise<void> | null = null;
  #isAsked = false;
  #addedCount = 0;
  #durableCount = 0;
  /** Up to where somebody waits for what was added. */
  #barrierCount = 0;
  #failure: { readonly error: unknown } | null = null;

  constructor(context: Context) {
    this.#context = context;
  }

  add(writes: readonly Write[]): void {
    this.#waiting.push(...writes);
    this.#addedCount += writes.length;
  }

  /** The barrier: answers once everything added before survives a cut of power and has been told. */
  async flush(): Promise<void> {
    const goal = this.#addedCount;
    this.#barrierCount = goal;
    this.#refuse();
    while (this.#durableCount < goal) {
      await (this.#underway ?? this.#send({ soft: false }));
      this.#refuse();
    }
  }

  /** Sends what was added on its way without waiting for it, unless too much of it waits already. */
  async pass(): Promise<void> {
    this.#refuse();
    if (this.#underway === null) {
      void this.#send({ soft: true });
      return;
    }
    this.#isAsked = true;
    while (this.#waiting.length >= mostWaiting && this.#underway !== null) {
      await this.#underway;
      this.#refuse();
    }
  }

  /** Forgets what was not sent yet: it belongs to a run that broke. */
  drop(): void {
    this.#waiting = [];
    this.#durableCount = this.#addedCount;
  }

  #send(options: { readonly soft: boolean }): Promise<void> {
    const batch = this.#waiting;
    const sentCount = this.#addedCount;
    this.#waiting = [];
    this.#isAsked = false;
    const sent = this.#stored(foldWrites(batch), options).then(
      () => {
        this.#durableCount = options.soft ? this.#durableCount : Math.max(this.#durableCount, sentCount);
      },
      (error: unknown) => {
        this.#failure = { error };
      },
    );
    this.#underway = sent.then(() => {
      this.#underway = null;
      if (this.#isAsked && this.#failure === null) {
        void this.#send({ soft: this.#barrierCount <= this.#durableCount });
      }
    });
    return this.#underway;
  }

  /** Nothing but the wish that what was soft be durable is a transaction, too. */
  async #stored(writes: readonly Write[], options: { readonly soft: boolean }): Promise<void> {
    if (writes.length > 0) {
      await commit(this.#context, writes, options);
    } else if (!options.soft) {
      await this.#context.ports.store.commit(writes);
    }
  }

  #refuse(): void {
    if (this.#failure !== null) {
      throw this.#failure.error;
    }
  }
}
