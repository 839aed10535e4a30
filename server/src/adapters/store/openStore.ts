import { dirname, join, resolve } from 'node:path';
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { AppError } from '#protocol/errors';
import type { EventRow } from '#protocol/rows';
import type { CommitOptions, Store, Write } from '../../runtime/storePort';
import type { FromWorker, WorkerData } from './worker/messages';
import { StoreClient } from './worker/storeClient';
import { WriteCount } from './worker/writeCount';

/** Where a durable store lies and which program its thread runs. */
export interface StoreOptions {
  /** The database; it and its log are made when they are missing. The lock is the caller's business. */
  readonly file: string;
  /** The bundle of the store's thread; `sql-wasm.wasm` lies beside it. */
  readonly workerFile: string;
  /** Refuse a damaged store instead of opening it to be read. */
  readonly refuseDamaged?: boolean;
  /** Told how many spans each transaction has added. */
  readonly onSpans?: (count: number) => void;
}

/** A store in a thread of its own. */
export interface OpenedStore extends Store {
  /** A line to the store for another thread, which makes a store of it again by `storeOverPort`. */
  lend(): LentStore;
}

/** What another thread needs to know a store. */
export interface LentStore {
  readonly port: MessagePort;
  /** What the store's thread counts its writes in. */
  readonly writes: SharedArrayBuffer;
}

/** Opens the durable store of a file, in a thread of its own. */
export async function openStore(options: StoreOptions): Promise<OpenedStore> {
  const data: WorkerData = {
    file: resolve(options.file),
    wasmFile: join(dirname(resolve(options.workerFile)), 'sql-wasm.wasm'),
    writes: WriteCount.make(),
  };
  const worker = new Worker(resolve(options.workerFile), { workerData: data });
  const store = new WorkerStore(worker, data.writes, options.onSpans);
  const reason = await store.opened;
  if (reason === null || options.refuseDamaged !== true) return store;
  await store.close();
  const nextStep = 'holdpoint store repair';
  const message = `The store ${data.file} is damaged: ${reason}. Run "${nextStep}".`;
  throw new AppError('STORE_UNAVAILABLE', message, { file: data.file, reason, next_step: nextStep });
}

/** The store of another thread, over a line that its owner has lent. */
export function storeOverPort({ port, writes }: LentStore): Store {
  const store = new StoreClient({
    post: (request) => port.postMessage(request),
    closeLine: async () => port.close(),
    writes,
  });
  port.on('message', (message: FromWorker) => store.receive(message));
  port.on('close', () => store.end(threadEnded()));
  return store;
}

class WorkerStore extends StoreClient implements OpenedStore {
  readonly #worker: Worker;
  readonly #writes: SharedArrayBuffer;
  readonly #onSpans: ((count: number) => void) | undefined;

  constructor(worker: Worker, writes: SharedArrayBuffer, onSpans?: (count: number) => void) {
    const exited = new Promise<void>((done) => worker.once('exit', () => done()));
    super({ post: (request) => worker.postMessage(request), closeLine: () => exited, writes });
    this.#worker = worker;
    this.#writes = writes;
    this.#onSpans = onSpans;
    worker.on('message', (message: FromWorker) => this.receive(message));
    worker.on('error', (error) => this.end(threadEnded(error.message)));
    worker.on('exit', () => this.end(threadEnded()));
  }

  override async commit(writes: readonly Write[], options: CommitOptions = {}): Promise<readonly EventRow[]> {
    const events = await super.commit(writes, options);
    this.#onSpans?.(writes.filter((write) => write.op === 'insert' && write.table === 'spans').length);
    return events;
  }

  lend(): LentStore {
    const { port1, port2 } = new MessageChannel();
    this.#worker.postMessage({ guest: port1 }, [port1]);
    return { port: port2, writes: this.#writes };
  }
}

function threadEnded(why = 'it ended without a word'): AppError {
  return new AppError('STORE_UNAVAILABLE', `The store's thread is gone: ${why}. Start again.`, {
    next_step: 'start again',
  });
}
