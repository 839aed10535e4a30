import type { EventRow, Rows, Table } from '#protocol/rows';
import type { SegmentColumn, SegmentSeal, SpanMark, SpanRowsQuery } from '../runtime/ports/spanPort';
import type {
  EventQuery,
  GoneTraces,
  NewEvent,
  Page,
  Query,
  SpanColumns,
  SpanQuery,
  Store,
  StoreStatus,
  Write,
} from '../runtime/storePort';
import { memoryForeignTraces } from './store/memory/memoryForeignTraces';
import { removeMemorySession, removeMemoryTraces } from './store/memory/memoryRetention';
import { MemoryRows } from './store/memory/memoryRows';
import { memoryRunlogCounts, memoryStageCounts } from './store/memory/memoryRunlog';
import { memorySpans, memorySpansWith } from './store/memory/memorySpans';
import type { MemoryTable } from './store/memory/memoryTable';
import { memoryViews } from './store/memory/memoryViews';
import { type Cell, checkColumn } from './store/record/cells';
import { closed, unknownView } from './store/record/refusals';
import { schemaVersion } from './store/schema/version';

/** The twin of the durable store that forgets everything with the process: the same answers, for tests. */
export function memoryStore(): Store {
  return new MemoryStore();
}

class MemoryStore implements Store {
  readonly #held = new MemoryRows();
  #writeCount = 0;
  #isClosed = false;

  async commit(writes: readonly Write[]): Promise<readonly EventRow[]> {
    return this.#atomically(() => writes.flatMap((write) => this.#held.write(write)));
  }

  async get<T extends Table>(table: T, key: Partial<Rows[T]>): Promise<Rows[T] | undefined> {
    const [id] = this.#open(table).find(key);
    return id === undefined ? undefined : ({ ...this.#open(table).row(id) } as unknown as Rows[T]);
  }

  async list<T extends Table>(table: T, query: Query<Rows[T]> = {}): Promise<Page<Rows[T]>> {
    const found = this.#open(table).list(query as Query<Record<string, Cell>>);
    return found as unknown as Page<Rows[T]>;
  }

  async listColumns<T extends Table, C extends keyof Rows[T] & string>(
    table: T,
    columns: readonly C[],
    query: Query<Rows[T]> = {},
  ): Promise<readonly Pick<Rows[T], C>[]> {
    for (const column of columns) checkColumn(table, column);
    const { items } = await this.list(table, query);
    return items.map(
      (row) => Object.fromEntries(columns.map((column) => [column, row[column]])) as Pick<Rows[T], C>,
    );
  }

  async events(query: EventQuery): Promise<Page<EventRow>> {
    this.#checkOpen();
    return this.#held.events.query(query);
  }

  async spanColumns(query: SpanQuery): Promise<SpanColumns> {
    return memorySpans(this.#open('spans'), query);
  }

  async findSpans(traceId: string, text: string): Promise<readonly string[]> {
    return memorySpansWith(this.#open('spans'), traceId, text);
  }

  writeCount(): number {
    return this.#writeCount;
  }

  async spanNews(after: SpanMark, limit: number) {
    this.#checkOpen();
    return this.#held.segments.news(after, limit, this.#held.events.query({ limit: null }).items);
  }

  async spanRows(query: SpanRowsQuery) {
    this.#checkOpen();
    return this.#held.segments.rows(query);
  }

  async segments() {
    this.#checkOpen();
    return this.#held.segments.segments();
  }

  async segmentColumns(id: number, names: readonly string[]) {
    this.#checkOpen();
    return this.#held.segments.columns(id, names);
  }

  async keepColumns(id: number, columns: readonly SegmentColumn[]) {
    this.#checkOpen();
    this.#held.segments.keep(id, columns);
  }

  async sealSegments(seal: SegmentSeal) {
    this.#checkOpen();
    return this.#held.segments.seal(seal);
  }

  async deleteSession(sessionId: string, by: NewEvent) {
    return this.#atomically(() => removeMemorySession(this.#held, sessionId, by));
  }

  async removeTraces(gone: GoneTraces, by: NewEvent) {
    return this.#atomically(() => removeMemoryTraces(this.#held, gone, by));
  }

  async foreignTraces(beforeUs: number, limit: number) {
    this.#checkOpen();
    return memoryForeignTraces(this.#held.all('spans'), this.#held.all('runs'), beforeUs).slice(0, limit);
  }

  async verifyChain() {
    this.#checkOpen();
    return this.#held.events.verify();
  }

  async tombstones() {
    this.#checkOpen();
    return this.#held.events.tombstones();
  }

  async view(name: string) {
    this.#checkOpen();
    const view = Object.hasOwn(memoryViews, name) ? memoryViews[name] : undefined;
    if (view === undefined) throw unknownView(name);
    const all = { limit: null };
    const [runs, steps, planSteps] = await Promise.all([
      this.list('runs', all),
      this.list('step_runs', all),
      this.list('plan_steps', all),
    ]);
    return view({ runs: runs.items, steps: steps.items, planSteps: planSteps.items });
  }

  async runlogCounts(runIds: readonly string[]) {
    return memoryRunlogCounts((await this.list('runlog', { where: { run_id: runIds }, limit: null })).items);
  }

  async stageCounts(runIds: readonly string[]) {
    const query = { where: { run_id: runIds }, limit: null } as const;
    const [attempts, visits] = await Promise.all([
      this.list('attempts', query),
      this.list('step_runs', query),
    ]);
    return memoryStageCounts(attempts.items, visits.items);
  }

  async status(): Promise<StoreStatus> {
    this.#checkOpen();
    return { schema_version: schemaVersion, bytes: 0, used_bytes: 0, read_only_reason: null };
  }

  async close(): Promise<void> {
    this.#isClosed = true;
  }

  #checkOpen(): void {
    if (this.#isClosed) throw closed();
  }

  #open(table: Table): MemoryTable {
    this.#checkOpen();
    return this.#held.table(table);
  }

  #atomically<T>(work: () => T): T {
    this.#checkOpen();
    this.#writeCount += 1;
    return this.#held.atomically(work);
  }
}
