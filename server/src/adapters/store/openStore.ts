import { dirname, join, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { AppError } from '#protocol/errors';
import type { EventRow, Rows, Table } from '#protocol/rows';
import type {
  ChainVerdict,
  EventQuery,
  NewEvent,
  Page,
  Query,
  SpanColumns,
  SpanQuery,
  Store,
  StoreStatus,
  Tombstone,
  Write,
} from '../../runtime/storePort';
import { closed } from './record/refusals';
import { unpackSpans } from './record/spanColumns';
import { type PackedPage, unpackRows } from './sqlite/packedRows';
import {
  type Answer,
  type FromWorker,
  type Method,
  opening,
  type Request,
  receivedError,
  type WorkerData,
} from './worker/messages';
import { type PackedEvents, packWrites, unpackEvents } from './worker/packed';

/** Where a durable store lies and which program its thread runs. */
export interface StoreOptions {
  /** The database; it and its log are made when they are missing. The lock is the caller's business. */
  readonly file: string;
  /** The bundle of the store's thread; `sql-wasm.wasm` lies beside it. */
  readonly workerFile: string;
  /** Refuse a damaged store instead of opening it to be read. */
  readonly refuseDamaged?: boolean;
}

/** Opens the durable store of a file, in a thread of its own. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const data: WorkerData = {
    file: resolve(options.file),
    wasmFile: join(dirname(resolve(options.workerFile)), 'sql-wasm.wasm'),
  };
  const store = new WorkerStore(new Worker(resolve(options.workerFile), { workerData: data }));
  const reason = await store.opened;
  if (reason === null || options.refuseDamaged !== true) return store;
  await store.close();
  const nextStep = 'holdpoint store repair';
  const message = `The store ${data.file} is damaged: ${reason}. Run "${nextStep}".`;
  throw new AppError('STORE_UNAVAILABLE', message, { file: data.file, reason, next_step: nextStep });
}

interface Waiting {
  readonly done: (value: never) => void;
  readonly fail: (error: Error) => void;
}

class WorkerStore implements Store {
  /** Why the store is only to be read; null when it takes writes. */
  readonly opened: Promise<string | null>;
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #ended: AppError | undefined;
  #closing: Promise<void> | undefined;

  constructor(worker: Worker) {
    this.#worker = worker;
    this.opened = this.#answerTo(opening);
    worker.on('message', (message: FromWorker) => {
      for (const answer of message.answers) this.#settle(answer);
    });
    worker.on('error', (error) => this.#end(threadEnded(error.message)));
    worker.on('exit', () => this.#end(threadEnded()));
  }

  async commit(
    writes: readonly Write[],
    options: { readonly lazy?: boolean } = {},
  ): Promise<readonly EventRow[]> {
    const packed: PackedEvents = await this.#ask('commit', [packWrites(writes)], options.lazy === true);
    return unpackEvents(writes, packed);
  }

  get<T extends Table>(table: T, key: Partial<Rows[T]>): Promise<Rows[T] | undefined> {
    return this.#ask('get', [table, key]);
  }

  async list<T extends Table>(table: T, query: Query<Rows[T]> = {}): Promise<Page<Rows[T]>> {
    return unpackPage(await this.#ask('list', [table, query]));
  }

  async events(query: EventQuery): Promise<Page<EventRow>> {
    return unpackPage(await this.#ask('events', [query]));
  }

  async spanColumns(query: SpanQuery): Promise<SpanColumns> {
    return unpackSpans(await this.#ask('spanColumns', [query]), query.after_row, query.limit);
  }

  findSpans(traceId: string, text: string): Promise<readonly string[]> {
    return this.#ask('findSpans', [traceId, text]);
  }

  deleteSession(sessionId: string, by: NewEvent): Promise<Readonly<Record<string, number>>> {
    return this.#ask('deleteSession', [sessionId, by]);
  }

  retain(before: string, by: NewEvent): Promise<Readonly<Record<string, number>>> {
    return this.#ask('retain', [before, by]);
  }

  verifyChain(): Promise<ChainVerdict> {
    return this.#ask('verifyChain', []);
  }

  tombstones(): Promise<readonly Tombstone[]> {
    return this.#ask('tombstones', []);
  }

  view(name: string): Promise<readonly Readonly<Record<string, string | number | null>>[]> {
    return this.#ask('view', [name]);
  }

  status(): Promise<StoreStatus> {
    return this.#ask('status', []);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    if (this.#ended !== undefined) return;
    const exited = new Promise((done) => this.#worker.once('exit', done));
    const answered = this.#ask<null>('close', []);
    this.#ended = closed();
    try {
      await answered;
    } finally {
      await exited;
    }
  }

  async #ask<T>(method: Method, args: readonly unknown[], lazy = false): Promise<T> {
    if (this.#ended !== undefined) throw this.#ended;
    const id = ++this.#lastId;
    const request: Request = { id, method, args, lazy };
    this.#worker.postMessage(request);
    return this.#answerTo(id);
  }

  #answerTo<T>(id: number): Promise<T> {
    return new Promise<T>((done, fail) => {
      this.#waiting.set(id, { done, fail });
    });
  }

  #settle(answer: Answer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if ('error' in answer) waiting?.fail(receivedError(answer.error));
    else waiting?.done(answer.value as never);
  }

  #end(reason: AppError): void {
    this.#ended ??= reason;
    for (const { fail } of this.#waiting.values()) fail(reason);
    this.#waiting.clear();
  }
}

function threadEnded(why = 'it ended without a word'): AppError {
  return new AppError('STORE_UNAVAILABLE', `The store's thread is gone: ${why}. Start again.`, {
    next_step: 'start again',
  });
}

function unpackPage<T>({ total, rows }: PackedPage): Page<T> {
  return { total, items: unpackRows(rows) as unknown as readonly T[] };
}
