import { join, resolve } from 'node:path';
import { openStore } from '../../../server/src/adapters/store/openStore';
import type { Store } from '../../../server/src/runtime/storePort';
import { type Bench, type BenchScope, type Figure, figure } from '../figure';
import { median, takeTurns, timed } from '../measure';
import { type ExportStore, openExportStore } from './exportStore';
import { type NativeStore, openNative, spanColumns } from './nativeStore';
import { spanRow } from './spanRows';

const workerFile = resolve('dist/server/storeWorker.cjs');
const native = 'better-sqlite3, same schema';
const batches = [1, 10, 100, 1000] as const;

/** Durable batches of spans, queries and opening: the store against SQLite as a native module and against `export()`. */
export const storeBench: Bench = {
  name: 'store',
  title: 'The store (spans with every index)',
  async run(scope) {
    const already = scope.isQuick ? 2_000 : 50_000;
    const ours = await openStore({ file: join(scope.folder, 'ours.db'), workerFile });
    const theirs = openNative(scope.peers, join(scope.folder, 'native.db'), true);
    const exported = await openExportStore(scope.peers, scope.folder);
    const rows = new Rows();
    await fill({ ours, theirs, exported }, rows, already);
    const figures = [
      ...(await ingest(scope, { ours, theirs, exported }, rows, already)),
      ...(await queries(scope, { ours, theirs, exported }, rows)),
    ];
    await ours.close();
    close(theirs);
    close(exported);
    return [...figures, await opening(scope)];
  },
};

interface Sides {
  readonly ours: Store;
  readonly theirs: NativeStore | string;
  readonly exported: ExportStore | string;
}

/** Hands out spans that nobody had yet. */
class Rows {
  #next = 0;

  get count(): number {
    return this.#next;
  }

  take(count: number) {
    const from = this.#next;
    this.#next += count;
    return Array.from({ length: count }, (_, index) => spanRow(from + index));
  }
}

function close(side: NativeStore | ExportStore | string): void {
  if (typeof side !== 'string') {
    side.close();
  }
}

async function fill({ ours, theirs, exported }: Sides, rows: Rows, count: number): Promise<void> {
  while (rows.count < count) {
    const batch = rows.take(1000);
    await insert(ours, batch);
    for (const side of [theirs, exported]) {
      if (typeof side !== 'string') {
        side.insertSpans(batch);
      }
    }
  }
}

function insert(store: Store, batch: ReturnType<Rows['take']>): Promise<unknown> {
  return store.commit(batch.map((row) => ({ op: 'insert', table: 'spans', row })));
}

async function ingest(scope: BenchScope, sides: Sides, rows: Rows, already: number): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const size of batches) {
    const times = Math.max(1, Math.min(40, 1000 / size));
    const { ours, theirs } = await takeTurns(scope.rounds, {
      ours: () =>
        perBatch(
          times,
          () => rows.take(size),
          (batch) => insert(sides.ours, batch),
        ),
      theirs: () =>
        perBatch(
          times,
          () => rows.take(size),
          (batch) => nativeInsert(sides.theirs, batch),
        ),
    });
    const what = `durable batch of ${size} at ${already} spans`;
    const native_ = typeof sides.theirs === 'string' ? sides.theirs : theirs;
    figures.push(figure(what, native, { unit: 'ms', ours, theirs: native_ }, { atLeast: 0.8 }));
    if (size === 1 || size === 100) {
      const saved = await exportMs(sides.exported, () => rows.take(size));
      figures.push(
        figure(what, 'sql.js with export() per batch', { unit: 'ms', ours, theirs: saved }, { atLeast: 20 }),
      );
    }
  }
  return figures;
}

async function perBatch<T>(times: number, make: () => T, work: (batch: T) => unknown): Promise<number> {
  const batches_ = Array.from({ length: times }, make);
  const elapsedMs = await timed(async () => {
    for (const batch of batches_) {
      await work(batch);
    }
  });
  return elapsedMs / times;
}

function nativeInsert(side: NativeStore | string, batch: ReturnType<Rows['take']>): void {
  if (typeof side !== 'string') {
    side.insertSpans(batch);
  }
}

async function exportMs(
  side: ExportStore | string,
  make: () => ReturnType<Rows['take']>,
): Promise<number | string> {
  if (typeof side === 'string') {
    return side;
  }
  const { saved } = await takeTurns(3, {
    saved: () => {
      const batch = make();
      return timed(() => {
        side.insertSpans(batch);
        side.save();
      });
    },
  });
  return saved;
}

async function queries(scope: BenchScope, sides: Sides, rows: Rows): Promise<Figure[]> {
  const { theirs } = sides;
  const name = 'chat model';
  const trace = (index: number) => spanRow(index * 100).trace_id;
  const traces = Math.floor(rows.count / 200);
  const asked = 30;
  const many = async (ask: (index: number) => unknown) =>
    (await timed(async () => {
      for (let index = 0; index < asked; index += 1) {
        await ask(index);
      }
    })) / asked;
  const peer = typeof theirs === 'string' ? null : theirs;
  const order = [{ by: 'start_us', desc: true }] as const;
  const list = { where: { name }, order, limit: 20 };
  const newest = await takeTurns(scope.rounds, {
    ours: () => many(() => sides.ours.listColumns('spans', spanColumns, list)),
    theirs: () => many(() => peer?.newest(name, 20)),
  });
  // Something is written before each question, so that ours remembers no count.
  const counted = await takeTurns(scope.rounds, {
    ours: () =>
      afterWrites(
        rows,
        (batch) => insert(sides.ours, batch),
        () => sides.ours.list('spans', list),
      ),
    theirs: () =>
      afterWrites(
        rows,
        (batch) => nativeInsert(theirs, batch),
        () => [peer?.newest(name, 20), peer?.count(name)],
      ),
  });
  const byTrace = await takeTurns(scope.rounds, {
    ours: () =>
      many((index) =>
        sides.ours.list('spans', { where: { trace_id: trace(index % traces) }, order: [{ by: 'start_us' }] }),
      ),
    theirs: () => many((index) => peer?.trace(trace(index % traces))),
  });
  const costs = ({ ours, theirs: them }: { ours: number; theirs: number }) =>
    ({ unit: 'ms', ours, theirs: peer === null ? String(theirs) : them }) as const;
  return [
    figure('filter by name, newest 20', native, costs(newest), { atMost: 1.2 }),
    figure(
      'filter by name, newest 20 and how many',
      native,
      costs(counted),
      { atMost: 1.2 },
      'counted anew each time',
    ),
    figure(
      'trace by id (100 spans)',
      native,
      costs(byTrace),
      { atMost: 1.5 },
      'ours crosses a thread and counts',
    ),
  ];
}

/** What a question costs just after something was written. */
async function afterWrites(
  rows: Rows,
  write: (batch: ReturnType<Rows['take']>) => unknown,
  ask: () => unknown,
): Promise<number> {
  const costs: number[] = [];
  for (let turn = 0; turn < 9; turn += 1) {
    await write(rows.take(1));
    costs.push(await timed(ask));
  }
  return median(costs);
}

/** Until the first answer. */
async function opening(scope: BenchScope): Promise<Figure> {
  const { ours } = await takeTurns(scope.rounds, {
    ours: async () => {
      const startMs = performance.now();
      const store = await openStore({ file: join(scope.folder, 'ours.db'), workerFile });
      await store.list('spans', { limit: 1, where: { name: 'chat model' } });
      const elapsedMs = performance.now() - startMs;
      await store.close();
      return elapsedMs;
    },
  });
  const costs = { unit: 'ms', ours, theirs: scope.nodeMs } as const;
  return figure(
    'open until the first answer',
    'node -e 0',
    costs,
    { atMost: 2.5 },
    'the thread and the WASM included',
  );
}
