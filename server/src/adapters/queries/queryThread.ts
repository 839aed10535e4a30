import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { CancelSignal } from '#protocol/methods';
import { receivedError } from '#protocol/threads/sentError';
import { type QueryLimits, type QueryLine, usualLimits } from '../../runtime/ports/queryPort';
import type { Answered, Asked, QueryWorkerData } from './messages';

/** What the thread for questions needs. */
export interface QueryThreadOptions {
  /** The bundle of the thread. */
  readonly workerFile: string;
  /** A new line to the store, for each thread that is started. */
  readonly lend: () => QueryWorkerData['store'];
  /** What one question may cost; the usual where it is not said. */
  readonly limits?: QueryLimits;
  /** After so long a thread that does not answer is ended; else after twice the time that a question has. */
  readonly patienceMs?: number;
}

/** Answers questions in a thread of its own, which is started by the first one and brought back when it dies. */
export function queryThread(options: QueryThreadOptions): QueriesInThread {
  return new QueryThread(options);
}

/** Queries that follow what is written. */
export interface QueriesInThread extends QueryLine {
  /** Spans were written: once there are many of them the thread lays them out in columns, before somebody asks. */
  written(count: number): void;
}

/** So many new spans start the thread. */
const tendedSpans = 16_384;
/** Room for columns and for the rows of the largest traces; beyond it the thread dies instead of the server. */
const heapMb = 1024;

interface Waiting {
  readonly done: (value: never) => void;
  readonly fail: (error: Error) => void;
}

class QueryThread implements QueriesInThread {
  readonly #options: QueryThreadOptions;
  readonly #limits: QueryLimits;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #lastId = 0;
  #written = 0;
  #isClosed = false;

  constructor(options: QueryThreadOptions) {
    this.#options = options;
    this.#limits = options.limits ?? usualLimits;
  }

  find(question: Parameters<QueryLine['find']>[0], signal: CancelSignal): ReturnType<QueryLine['find']> {
    return this.#ask('find', question, signal);
  }

  series(
    question: Parameters<QueryLine['series']>[0],
    signal: CancelSignal,
  ): ReturnType<QueryLine['series']> {
    return this.#ask('series', question, signal);
  }

  written(count: number): void {
    this.#written += count;
    if (this.#written < tendedSpans || this.#isClosed) return;
    this.#written = 0;
    const halt = new SharedArrayBuffer(4);
    this.#started().postMessage({ id: 0, method: 'tend', question: null, halt } satisfies Asked);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#worker?.terminate();
  }

  async #ask<T>(method: Asked['method'], question: unknown, signal: CancelSignal): Promise<T> {
    if (this.#isClosed) throw new Error('no more questions are answered');
    const worker = this.#started();
    const id = ++this.#lastId;
    const halt = new SharedArrayBuffer(4);
    const giveUp = () => {
      Atomics.store(new Int32Array(halt), 0, 1);
      this.#settle({ id, error: { ...givenUp, stack: undefined, code: undefined, details: undefined } });
    };
    const answer = new Promise<T>((done, fail) => this.#waiting.set(id, { done, fail }));
    const patienceMs = this.#options.patienceMs ?? 2 * this.#limits.timeMs;
    const patience = setTimeout(() => void worker.terminate(), patienceMs);
    signal.addEventListener('abort', giveUp, { once: true });
    worker.postMessage({ id, method, question, halt } satisfies Asked);
    if (signal.aborted) giveUp();
    try {
      return await answer;
    } finally {
      clearTimeout(patience);
      signal.removeEventListener('abort', giveUp);
    }
  }

  #started(): Worker {
    if (this.#worker !== undefined) return this.#worker;
    const store = this.#options.lend();
    const workerData: QueryWorkerData = { store, limits: this.#limits };
    const worker = new Worker(resolve(this.#options.workerFile), {
      workerData,
      transferList: [store.port],
      resourceLimits: { maxOldGenerationSizeMb: heapMb },
    });
    this.#worker = worker;
    worker.unref();
    worker.on('message', (answered: Answered) => this.#settle(answered));
    worker.on('error', (error) => this.#lost(worker, error.message));
    worker.on('exit', () => this.#lost(worker, 'it was ended'));
    return worker;
  }

  #settle(answered: Answered): void {
    const waiting = this.#waiting.get(answered.id);
    this.#waiting.delete(answered.id);
    if ('error' in answered) waiting?.fail(receivedError(answered.error));
    else waiting?.done(JSON.parse(answered.text) as never);
  }

  /** Whatever was asked of a thread that is gone gets no answer; the next question starts another. */
  #lost(worker: Worker, why: string): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    const error = new Error(`the thread that answers queries is gone: ${why}`);
    for (const { fail } of this.#waiting.values()) fail(error);
    this.#waiting.clear();
  }
}

const givenUp = { name: 'AbortError', message: 'the caller gave up' };
