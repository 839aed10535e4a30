import type { EventRow, Table } from '#protocol/rows';
import type { SegmentColumn, SegmentSeal, SpanMark, SpanRowsQuery } from '../../../runtime/ports/spanPort';
import type {
  EventQuery,
  GoneTraces,
  NewEvent,
  SpanQuery,
  StoreStatus,
  Write,
} from '../../../runtime/storePort';
import { type Tables, tablesOf } from '../packing/packedTables';
import type { Cell } from '../record/cells';
import { isSortedLate } from '../record/lateOrder';
import { unknownView } from '../record/refusals';
import { views } from '../schema/views';
import type { Connection } from '../sqlite/connection';
import type { PackedPage } from '../sqlite/packedRows';
import { DiskHealth } from './diskHealth';
import { EventLog } from './eventLog';
import { type DatabaseOptions, latestVersion, openDatabase } from './openDatabase';
import { foreignTraces, removeSession, removeTraces } from './retention';
import { getRow, listRows, type PageSql, type RowQuery, rowPage } from './rowSql';
import { runlogCounts, stageCounts } from './runlogSql';
import { findSpans, readSpans } from './spanSql';
import { SpanTables } from './spanTables';
import { storeSize } from './storeSize';
import { type Outcome, runTransaction } from './writing/runTransaction';
import { writeAll } from './writing/writeAll';

/** The log is folded into the database file once it has grown by this much. */
const logBytes = 8 << 20;
/** Room in the log for some decisions, each of which writes about 200 KiB of pages. */
const spareLogBytes = 1 << 20;

/** Opens the store of a file in this thread. */
export async function openEngine(options: DatabaseOptions): Promise<StoreEngine> {
  const { connection, damage } = await openDatabase(options);
  return new StoreEngine(options, connection, damage);
}

/** The store itself, without a thread of its own: every call returns when its work is done and durable. */
export class StoreEngine {
  readonly #options: DatabaseOptions;
  readonly #connection: Connection;
  readonly #tables: Tables;
  readonly #spans: SpanTables;
  #eventLog: EventLog | undefined;
  readonly #health: DiskHealth;

  constructor(options: DatabaseOptions, connection: Connection, damage: string | null) {
    this.#options = options;
    this.#connection = connection;
    this.#tables = tablesOf(connection);
    this.#spans = new SpanTables(this.#tables);
    this.#health = new DiskHealth(options.file, damage);
    if (damage === null) this.#eventLog = new EventLog(this.#tables);
  }

  get readOnlyReason(): string | null {
    return this.#health.readOnlyReason;
  }

  /** Runs requests in one transaction, each undone by itself if it fails, all if the disk fails; soft ones are not synced. */
  transact(requests: readonly (() => unknown)[], { isSoft = false } = {}): readonly Outcome[] {
    const { refusal } = this.#health;
    if (refusal !== undefined) return requests.map(() => ({ error: refusal }));
    const written = { tables: this.#tables, log: this.#log, health: this.#health };
    const outcomes = runTransaction(written, requests, isSoft);
    if (this.readOnlyReason === null) this.#foldLog(logBytes);
    return outcomes;
  }

  /** The work of a `commit`, to be run by {@link transact}. */
  commit(writes: readonly Write[]): readonly EventRow[] {
    return writeAll(this.#tables, (event) => this.#log.append(event), writes);
  }

  /** The work of a deletion, to be run by {@link transact}. */
  deleteSession(sessionId: string, by: NewEvent) {
    this.#tables.counts.forget();
    return removeSession(this.#tables, this.#log, sessionId, by);
  }

  /** The work of retention, to be run by {@link transact}. */
  removeTraces(gone: GoneTraces, by: NewEvent) {
    this.#tables.counts.forget();
    return removeTraces(this.#tables, this.#log, gone, by);
  }

  foreignTraces(beforeUs: number, limit: number) {
    return this.#health.reading(() => foreignTraces(this.#connection, beforeUs, limit));
  }

  get(table: Table, key: object): Record<string, Cell> | undefined {
    return this.#health.reading(() => getRow(this.#tables, table, key));
  }

  list(table: Table, query: RowQuery) {
    return this.#health.reading(() => listRows(this.#tables, table, query));
  }

  events(query: EventQuery) {
    return this.#health.reading(() => this.#log.query(query));
  }

  /** {@link list}, packed to be sent to another thread, where some are still to be sorted. */
  listPacked(table: Table, query: RowQuery) {
    const given = isSortedLate(table, query) ? { ...query, order: [] } : query;
    return this.#packed(() => rowPage(this.#tables, table, given));
  }

  /** {@link events}, packed to be sent to another thread. */
  eventsPacked(query: EventQuery) {
    return this.#packed(() => this.#log.page(query));
  }

  /** A page of spans, packed to be sent to another thread and laid out in columns there. */
  spansPacked(query: SpanQuery) {
    return this.#health.reading(() => readSpans(this.#tables, query));
  }

  findSpans(traceId: string, text: string) {
    return this.#health.reading(() => findSpans(this.#tables, traceId, text));
  }

  spanNews(after: SpanMark, limit: number) {
    return this.#health.reading(() => this.#spans.news(after, limit));
  }

  /** Whole rows of spans, packed to be sent to another thread. */
  spanRowsPacked(query: SpanRowsQuery) {
    return this.#health.reading(() => this.#spans.rows(query));
  }

  segments() {
    return this.#health.reading(() => this.#spans.segments());
  }

  segmentColumns(id: number, names: readonly string[]) {
    return this.#health.reading(() => this.#spans.columns(id, names));
  }

  /** To be run by {@link transact}. */
  keepColumns(id: number, columns: readonly SegmentColumn[]) {
    return this.#spans.keep(id, columns);
  }

  /** To be run by {@link transact}. */
  sealSegments(seal: SegmentSeal) {
    return this.#spans.seal(seal);
  }

  verifyChain() {
    return this.#health.reading(() => this.#log.verify());
  }

  tombstones() {
    return this.#health.reading(() => this.#log.tombstones());
  }

  view(name: string) {
    const order = Object.hasOwn(views, name) ? views[name] : undefined;
    if (order === undefined) throw unknownView(name);
    return this.#health.reading(() => this.#connection.all(`SELECT * FROM ${name} ORDER BY ${order}`));
  }

  runlogCounts(runIds: readonly string[]) {
    return this.#health.reading(() => runlogCounts(this.#connection, runIds));
  }

  stageCounts(runIds: readonly string[]) {
    return this.#health.reading(() => stageCounts(this.#tables, runIds));
  }

  status(): StoreStatus {
    const { disk, file, migrations } = this.#options;
    const size = storeSize(this.#connection, disk, file);
    const read_only_reason = this.readOnlyReason;
    return { schema_version: latestVersion(migrations), ...size, read_only_reason };
  }

  /** Puts up to `count` events into the full text; false when there was nothing to do. */
  indexSome(count: number): boolean {
    if (this.readOnlyReason !== null) return false;
    const work = () => this.#log.text.indexSome(this.#log.head.seq, count);
    // Soft: what a cut of power takes of the full text is made again from the events.
    const [outcome] = this.transact([work], { isSoft: true });
    return outcome !== undefined && 'value' in outcome && outcome.value === true;
  }

  /** Makes room in the log while nobody waits: a commit that makes the file longer is slower to sync. */
  reserveLog(bytes = spareLogBytes): void {
    if (this.readOnlyReason !== null) return;
    try {
      this.#connection.reserveLog(bytes);
    } catch (error) {
      // A full disk is no failure yet; a sync that failed is: what was to be synced with it may be lost.
      this.#health.failure(error);
    }
  }

  /** Folds the log into the database file, so that a start reads little and removed rows are gone from the disk. */
  checkpoint(): void {
    if (this.readOnlyReason === null) this.#foldLog(0);
  }

  close(): void {
    this.checkpoint();
    this.#connection.close();
  }

  get #log(): EventLog {
    this.#eventLog ??= new EventLog(this.#tables);
    return this.#eventLog;
  }

  #packed(pageOf: () => PageSql): PackedPage {
    return this.#health.reading(() => {
      const { sql, values, total, decoders } = pageOf();
      const rows = this.#connection.packed(sql, values, decoders);
      return { total: total(rows.kinds.length / rows.columns.length), rows };
    });
  }

  /** A checkpoint that finds no space is tried again later: the log has everything. */
  #foldLog(over: number): void {
    try {
      if (this.#connection.logBytes() > over)
        this.#connection.all(`PRAGMA wal_checkpoint(${over === 0 ? 'TRUNCATE' : 'RESTART'})`);
    } catch (error) {
      this.#health.failure(error);
    }
  }
}
