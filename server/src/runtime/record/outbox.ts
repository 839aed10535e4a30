import type { Context } from '../context';
import type { Write } from '../storePort';
import { FoldedWrites } from './foldedWrites';
import { store } from './record';

/**
 * Writes that may wait in memory behind a transaction that is under way: few at first, so that the store soon works beside
 * the run, then more each time, for large transactions cost less than many.
 */
const mostWaiting = { atFirst: 128, atLast: 1024 } as const;

/**
 * What a run has decided and the store does not hold yet. Batches go one after the other, each in one transaction:
 * what gathers while one is stored goes with the next. What nobody waits for is soft: the death of this process loses
 * none of it, a cut of power perhaps the newest. Once a batch has failed nothing follows it.
 */
export class Outbox {
  readonly #context: Context;
  #waiting = new FoldedWrites();
  #waitingCount = 0;
  #mostWaiting: number = mostWaiting.atFirst;
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
    for (const write of writes) {
      this.#waiting.add(write);
    }
    this.#waitingCount += writes.length;
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
    while (this.#waitingCount >= this.#mostWaiting && this.#underway !== null) {
      await this.#underway;
      this.#mostWaiting = Math.min(this.#mostWaiting * 2, mostWaiting.atLast);
      this.#refuse();
    }
  }

  /** Forgets what was not sent yet: it belongs to a run that broke. */
  drop(): void {
    this.#startBatch();
    this.#durableCount = this.#addedCount;
  }

  #send(options: { readonly soft: boolean }): Promise<void> {
    const { writes } = this.#waiting;
    const sentCount = this.#addedCount;
    this.#startBatch();
    this.#isAsked = false;
    const sent = this.#stored(writes, options).then(
      (tell) => {
        this.#durableCount = options.soft ? this.#durableCount : Math.max(this.#durableCount, sentCount);
        this.#underway = null;
        // On its way before anybody is told of this one: the store need not wait for the doors.
        if (this.#isAsked) {
          void this.#send({ soft: this.#barrierCount <= this.#durableCount });
        }
        tell();
      },
      (error: unknown) => {
        this.#failure ??= { error };
        this.#underway = null;
      },
    );
    this.#underway = sent;
    return sent;
  }

  #startBatch(): void {
    this.#waiting = new FoldedWrites();
    this.#waitingCount = 0;
  }

  /** Nothing but the wish that what was soft be durable is a transaction, too. */
  async #stored(writes: readonly Write[], options: { readonly soft: boolean }): Promise<() => void> {
    if (writes.length === 0 && !options.soft) {
      await this.#context.ports.store.commit(writes);
    }
    return await store(this.#context, writes, options);
  }

  #refuse(): void {
    if (this.#failure !== null) {
      throw this.#failure.error;
    }
  }
}
