import type { AppError } from '#protocol/errors';
import type { EventRow, Rows, Table } from '#protocol/rows';
import { receivedError } from '#protocol/threads/sentError';
import type {
  SegmentColumn,
  SegmentList,
  SegmentSeal,
  SpanMark,
  SpanNews,
  SpanRowsPage,
  SpanRowsQuery,
} from '../../../runtime/ports/spanPort';
import type {
  ChainVerdict,
  CommitOptions,
  EventQuery,
  ForeignTrace,
  GoneTraces,
  NewEvent,
  Page,
  Query,
  RunlogTypeCount,
  SpanColumns,
  SpanQuery,
  StageCount,
  Store,
  StoreStatus,
  Tombstone,
  Write,
} from '../../../runtime/storePort';
import { isSortedLate, sortedLate } from '../record/lateOrder';
import { withoutPlaces } from '../record/placedRows';
import { closed } from '../record/refusals';
import { unpackSpans } from '../record/spanColumns';
import { type PackedPage, type PackedRows, unpackRows } from '../sqlite/packedRows';
import { type Answer, type FromWorker, type Method, opening, type Request } from './messages';
import { type PackedEvents, unpackEvents } from './packedEvents';
import { packWrites } from './packedWrites';
import { WriteCount } from './writeCount';

interface Waiting {
  readonly done: (value: never) => void;
  readonly fail: (error: Error) => void;
}

/** The line to the thread that has a store. */
export interface StoreLine {
  readonly post: (request: Request) => void;
  /** Called when somebody closes the store, after which nothing more is sent. */
  readonly closeLine: () => Promise<void>;
  /** What the thread counts its writes in. */
  readonly writes: SharedArrayBuffer;
}

/** The store as another thread sees it: every request goes over a line to the thread that has it. */
export class StoreClient implements Store {
  /** Why the store is only to be read; null when it takes writes. */
  readonly opened: Promise<string | null>;
  readonly #post: (request: Request) => void;
  readonly #closeLine: () => Promise<void>;
  readonly #writes: WriteCount;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #ended: AppError | undefined;
  #closing: Promise<void> | undefined;

  constructor({ post, closeLine, writes }: StoreLine) {
    this.#post = post;
    this.#closeLine = closeLine;
    this.#writes = new WriteCount(writes);
    this.opened = this.#answerTo(opening);
  }

  receive(message: FromWorker): void {
    for (const answer of message.answers) this.#settle(answer);
  }

  /** Fails what was asked and all that will be. */
  end(reason: AppError): void {
    this.#ended ??= reason;
    for (const { fail } of this.#waiting.values()) fail(reason);
    this.#waiting.clear();
  }

  async commit(writes: readonly Write[], options: CommitOptions = {}): Promise<readonly EventRow[]> {
    const packed: PackedEvents = await this.#ask('commit', [packWrites(writes)], options);
    return unpackEvents(writes, packed);
  }

  get<T extends Table>(table: T, key: Partial<Rows[T]>): Promise<Rows[T] | undefined> {
    return this.#ask('get', [table, key]);
  }

  async list<T extends Table>(table: T, query: Query<Rows[T]> = {}): Promise<Page<Rows[T]>> {
    const { total, items } = unpackPage<Rows[T]>(await this.#ask('list', [table, query]));
    return { total, items: isSortedLate(table, query) ? sortedLate(items) : items };
  }

  async listColumns<T extends Table, C extends keyof Rows[T] & string>(
    table: T,
    columns: readonly C[],
    query: Query<Rows[T]> = {},
  ): Promise<readonly Pick<Rows[T], C>[]> {
    const found = await this.#ask<PackedPage>('list', [table, { ...query, columns }]);
    return unpackPage<Pick<Rows[T], C>>(found).items;
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

  removeTraces(gone: GoneTraces, by: NewEvent): Promise<Readonly<Record<string, number>>> {
    return this.#ask('removeTraces', [gone, by]);
  }

  foreignTraces(beforeUs: number, limit: number): Promise<readonly ForeignTrace[]> {
    return this.#ask('foreignTraces', [beforeUs, limit]);
  }

  writeCount(): number {
    return this.#writes.value;
  }

  spanNews(after: SpanMark, limit: number): Promise<SpanNews> {
    return this.#ask('spanNews', [after, limit]);
  }

  async spanRows(query: SpanRowsQuery): Promise<SpanRowsPage> {
    const { items, last } = withoutPlaces(unpackRows(await this.#ask<PackedRows>('spanRows', [query])));
    return { items, last_row: last ?? query.after_row, is_last: items.length < query.limit };
  }

  segments(): Promise<SegmentList> {
    return this.#ask('segments', []);
  }

  segmentColumns(id: number, names: readonly string[]): Promise<readonly (Uint8Array | null)[]> {
    return this.#ask('segmentColumns', [id, names]);
  }

  keepColumns(id: number, columns: readonly SegmentColumn[]): Promise<void> {
    return this.#ask('keepColumns', [id, columns], { lazy: true });
  }

  sealSegments(seal: SegmentSeal): Promise<boolean> {
    return this.#ask('sealSegments', [seal]);
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

  runlogCounts(runIds: readonly string[]): Promise<readonly RunlogTypeCount[]> {
    return this.#ask('runlogCounts', [runIds]);
  }

  stageCounts(runIds: readonly string[]): Promise<readonly StageCount[]> {
    return this.#ask('stageCounts', [runIds]);
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
    const answered = this.#ask<null>('close', []);
    this.#ended = closed();
    await Promise.all([answered, this.#closeLine()]);
  }

  async #ask<T>(method: Method, args: readonly unknown[], options: CommitOptions = {}): Promise<T> {
    if (this.#ended !== undefined) throw this.#ended;
    const id = ++this.#lastId;
    const { lazy = false, soft = false } = options;
    const request: Request = { id, method, args, lazy, soft };
    this.#post(request);
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
}

function unpackPage<T>({ total, rows }: PackedPage): Page<T> {
  return { total, items: unpackRows(rows) as unknown as readonly T[] };
}
