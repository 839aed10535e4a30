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
import { MemoryEvents } from './store/memory/memoryEvents';
import { memoryForeignTraces } from './store/memory/memoryForeignTraces';
import { memoryRunlogCounts, memoryStageCounts } from './store/memory/memoryRunlog';
import { MemorySegments } from './store/memory/memorySegments';
import { memorySpans, memorySpansWith } from './store/memory/memorySpans';
import { MemoryTable } from './store/memory/memoryTable';
import { memoryViews } from './store/memory/memoryViews';
import { type Cell, type CellRow, checkColumn, partialRow, wholeRow } from './store/record/cells';
import { checkMove, closed, expectOne, unknownView } from './store/record/refusals';
import { tableColumns } from './store/schema/columns';
import { ownedByRun, stateOf } from './store/schema/constraints';
import { schemaVersion } from './store/schema/version';

/** The twin of the durable store that forgets everything with the process: the same answers, for tests. */
export function memoryStore(): Store {
  return new MemoryStore();
}

class MemoryStore implements Store {
  readonly #tables = new Map<Table, MemoryTable>();
  readonly #events = new MemoryEvents();
  readonly #segments: MemorySegments;
  #undo: (() => void)[] = [];
  #writeCount = 0;
  #isClosed = false;

  constructor() {
    for (const table of Object.keys(tableColumns) as Table[]) this.#tables.set(table, new MemoryTable(table));
    this.#segments = new MemorySegments(this.#open('spans'));
  }

  async commit(writes: readonly Write[]): Promise<readonly EventRow[]> {
    return this.#atomically(() => writes.flatMap((write) => this.#write(write)));
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
    return this.#events.query(query);
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
    return this.#segments.news(after, limit, this.#events.query({ limit: null }).items);
  }

  async spanRows(query: SpanRowsQuery) {
    this.#checkOpen();
    return this.#segments.rows(query);
  }

  async segments() {
    this.#checkOpen();
    return this.#segments.segments();
  }

  async segmentColumns(id: number, names: readonly string[]) {
    this.#checkOpen();
    return this.#segments.columns(id, names);
  }

  async keepColumns(id: number, columns: readonly SegmentColumn[]) {
    this.#checkOpen();
    this.#segments.keep(id, columns);
  }

  async sealSegments(seal: SegmentSeal) {
    this.#checkOpen();
    return this.#segments.seal(seal);
  }

  async deleteSession(sessionId: string, by: NewEvent) {
    return this.#atomically(() => {
      const key = { id: sessionId };
      expectOne('sessions', key, this.#open('sessions').find(key).length);
      const runs = this.#ids('runs', { session_id: sessionId });
      const plans = this.#ids('plans', { session_id: sessionId });
      const counts = new Map<string, number>();
      this.#removeRuns(runs, counts, (event) => event.session_id === sessionId);
      this.#remove('approvals', { session_id: sessionId }, counts);
      this.#remove('plan_steps', { plan_id: plans }, counts);
      this.#remove('plans', { id: plans }, counts);
      this.#remove('sessions', key, counts);
      this.#append(by);
      return Object.fromEntries(counts);
    });
  }

  async removeTraces({ runs, traces }: GoneTraces, by: NewEvent) {
    return this.#atomically(() => {
      const counts = new Map<string, number>();
      this.#removeRuns(this.#ids('runs', { id: runs }), counts, () => false);
      const owned = new Set(this.#rows('runs').map(({ trace_id }) => trace_id));
      this.#remove('spans', { trace_id: traces.filter((id) => !owned.has(id)) }, counts);
      if (counts.size > 0) this.#append(by);
      return Object.fromEntries(counts);
    });
  }

  async foreignTraces(beforeUs: number, limit: number) {
    return memoryForeignTraces(this.#rows('spans'), this.#rows('runs'), beforeUs).slice(0, limit);
  }

  async verifyChain() {
    this.#checkOpen();
    return this.#events.verify();
  }

  async tombstones() {
    this.#checkOpen();
    return this.#events.tombstones();
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
    const found = this.#tables.get(table);
    if (found === undefined) throw new Error(`there is no table ${table}`);
    return found;
  }

  #atomically<T>(work: () => T): T {
    this.#checkOpen();
    this.#undo = [];
    this.#writeCount += 1;
    try {
      return work();
    } catch (error) {
      for (const undo of this.#undo.reverse()) undo();
      throw error;
    }
  }

  #write(write: Write): readonly EventRow[] {
    if (write.op === 'event') return [this.#append(write.event)];
    const table = this.#open(write.table);
    if (write.op === 'insert') {
      this.#undo.push(table.insert(wholeRow(write.table, write.row)));
      return [];
    }
    const ids = table.find(write.key);
    expectOne(write.table, write.key, ids.length);
    const id = ids[0] as number;
    let set = partialRow(write.table, write.set ?? {});
    if (write.op === 'transition') {
      const column = stateOf(write.table)?.column ?? 'status';
      checkMove(write, table.row(id)[column] ?? null);
      set = { ...set, [column]: write.to };
    }
    if (write.table === 'spans') this.#noteChange(table.row(id));
    this.#undo.push(table.replace(id, set));
    return [];
  }

  #noteChange({ end_us, trace_id }: CellRow): void {
    if (end_us !== null) this.#segments.changed(String(trace_id));
  }

  #append(event: NewEvent): EventRow {
    const { row, undo } = this.#events.append(event);
    this.#undo.push(undo);
    return row;
  }

  #ids(table: Table, where: object): readonly string[] {
    const rows = this.#open(table);
    return rows.find(where).map((id) => String(rows.row(id)['id']));
  }

  #rows<T extends Table>(table: T): readonly Rows[T][] {
    const rows = this.#open(table);
    return rows.find({}).map((id) => rows.row(id) as unknown as Rows[T]);
  }

  #removeRuns(
    runs: readonly string[],
    counts: Map<string, number>,
    isGone: (event: EventRow) => boolean,
  ): void {
    const isOfRuns = new Set<string | null>(runs);
    const { count, undo } = this.#events.remove(
      (event) => isGone(event) || (event.run_id !== null && isOfRuns.has(event.run_id)),
    );
    this.#undo.push(undo);
    if (count > 0) counts.set('events', count);
    const traces = this.#open('runs')
      .find({ id: runs })
      .map((id) => this.#open('runs').row(id)['trace_id'] ?? null);
    this.#remove('spans', { trace_id: traces }, counts);
    for (const table of ownedByRun) this.#remove(table, { run_id: runs }, counts);
    this.#remove('runs', { id: runs }, counts);
  }

  #remove(table: Table, where: object, counts: Map<string, number>): void {
    const rows = this.#open(table);
    const ids = rows.find(where);
    for (const id of ids) this.#undo.push(rows.remove(id));
    if (table === 'spans' && ids.length > 0) this.#segments.removed();
    if (ids.length > 0) counts.set(table, (counts.get(table) ?? 0) + ids.length);
  }
}
