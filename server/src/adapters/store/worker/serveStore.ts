import { sentError } from '#protocol/threads/sentError';
import type { StoreEngine } from '../engine/storeEngine';
import {
  type Answer,
  type FromWorker,
  type Method,
  type Request,
  type ToWorker,
  writeMethods,
} from './messages';
import { packEvents } from './packedEvents';
import { type PackedWrites, unpackWrites } from './packedWrites';
import type { WriteCount } from './writeCount';

/** The other end of the line, as a worker thread knows it. */
export interface Line {
  postMessage(message: FromWorker): void;
  on(event: 'message', listener: (message: ToWorker<GuestLine>) => void): unknown;
  close(): void;
}

/** A line that does not keep the thread from ending. */
interface GuestLine extends Line {
  unref(): void;
}

const lazyMs = 50;
/** The full text is filled when no write came for a while, at the latest after some time; until then search looks at the rows. */
const indexQuietMs = 200;
const indexLatestMs = 2_000;
const indexedAtOnce = 256;
/** Room in the log is made a moment after a commit, when whoever waited for it has gone on. */
const reserveMs = 5;

/**
 * Answers requests from an engine: writes that arrive while others are under way share the next transaction and are
 * answered once it is durable; events go into the full text when nobody waits.
 */
export function serveStore(line: Line, engine: StoreEngine, writes: WriteCount): void {
  const service = new StoreService(line, engine, writes);
  line.on('message', (message) => {
    if ('guest' in message) serveGuest(message.guest, engine, writes);
    else service.receive(message);
  });
  service.indexLater();
}

/** Answers another thread over a line of its own; only the owner of the store closes it. */
function serveGuest(line: GuestLine, engine: StoreEngine, writes: WriteCount): void {
  const service = new StoreService(line, engine, writes);
  line.on('message', (message) => {
    if ('method' in message && message.method !== 'close') service.receive(message);
  });
  line.unref();
}

class StoreService {
  readonly #line: Line;
  readonly #engine: StoreEngine;
  readonly #writes: WriteCount;
  #waiting: Request[] = [];
  #immediate: NodeJS.Immediate | undefined;
  #lazyTimer: NodeJS.Timeout | undefined;
  #indexTimer: NodeJS.Timeout | undefined;
  #reserveTimer: NodeJS.Timeout | undefined;
  #indexDueMs: number | undefined;

  constructor(line: Line, engine: StoreEngine, writes: WriteCount) {
    this.#line = line;
    this.#engine = engine;
    this.#writes = writes;
  }

  receive(request: Request): void {
    if (isWrite(request.method)) {
      this.#waiting.push(request);
      if (request.lazy) this.#lazyTimer ??= setTimeout(() => this.#writeAll(), lazyMs);
      else this.#immediate ??= setImmediate(() => this.#writeAll());
      return;
    }
    this.#writeAll();
    if (request.method === 'close') this.#close(request);
    else this.#answer([this.#read(request)]);
  }

  indexLater(): void {
    const nowMs = performance.now();
    this.#indexDueMs ??= nowMs + indexLatestMs;
    const waitMs = Math.max(0, Math.min(indexQuietMs, this.#indexDueMs - nowMs));
    clearTimeout(this.#indexTimer);
    this.#indexTimer = setTimeout(() => this.#index(), waitMs);
  }

  #writeAll(): void {
    clearImmediate(this.#immediate);
    clearTimeout(this.#lazyTimer);
    this.#immediate = undefined;
    this.#lazyTimer = undefined;
    const group = this.#waiting;
    if (group.length === 0) return;
    this.#waiting = [];
    const isSoft = group.every(({ soft }) => soft);
    const outcomes = this.#engine.transact(
      group.map((request) => () => this.#write(request)),
      { isSoft },
    );
    this.#writes.add();
    this.#answer(
      outcomes.map((outcome, index): Answer => {
        const id = group[index]?.id ?? 0;
        return 'value' in outcome ? { id, value: outcome.value } : { id, error: sentError(outcome.error) };
      }),
    );
    if (group.some(({ method }) => method === 'deleteSession' || method === 'removeTraces'))
      this.#engine.checkpoint();
    if (!isSoft) this.#reserveLater();
    this.indexLater();
  }

  #write({ method, args }: Request): unknown {
    const engine = this.#engine;
    if (method === 'deleteSession')
      return engine.deleteSession(...(args as Parameters<typeof engine.deleteSession>));
    if (method === 'removeTraces')
      return engine.removeTraces(...(args as Parameters<typeof engine.removeTraces>));
    if (method === 'keepColumns')
      return engine.keepColumns(...(args as Parameters<typeof engine.keepColumns>));
    if (method === 'sealSegments')
      return engine.sealSegments(...(args as Parameters<typeof engine.sealSegments>));
    const writes = unpackWrites(args[0] as PackedWrites);
    return packEvents(writes, engine.commit(writes));
  }

  #read({ id, method, args }: Request): Answer {
    try {
      const engine = this.#engine as unknown as Record<string, (...values: readonly unknown[]) => unknown>;
      return { id, value: engine[packing.get(method) ?? method]?.(...args) };
    } catch (error) {
      return { id, error: sentError(error) };
    }
  }

  #index(): void {
    this.#indexTimer = undefined;
    this.#indexDueMs = undefined;
    if (this.#engine.indexSome(indexedAtOnce)) this.indexLater();
  }

  #reserveLater(): void {
    this.#reserveTimer ??= setTimeout(() => {
      this.#reserveTimer = undefined;
      this.#engine.reserveLog();
    }, reserveMs);
  }

  #close({ id }: Request): void {
    clearTimeout(this.#indexTimer);
    clearTimeout(this.#reserveTimer);
    try {
      this.#engine.close();
      this.#answer([{ id, value: null }]);
    } catch (error) {
      this.#answer([{ id, error: sentError(error) }]);
    }
    this.#line.close();
  }

  #answer(answers: readonly Answer[]): void {
    this.#line.postMessage({ answers });
  }
}

/** Requests whose rows are packed for the way, by the method of the engine that packs them. */
const packing: ReadonlyMap<Method, keyof StoreEngine> = new Map([
  ['list', 'listPacked'],
  ['events', 'eventsPacked'],
  ['spanColumns', 'spansPacked'],
  ['spanRows', 'spanRowsPacked'],
]);

function isWrite(method: Method): boolean {
  return (writeMethods as readonly Method[]).includes(method);
}
