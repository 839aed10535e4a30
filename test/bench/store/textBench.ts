import { join, resolve } from 'node:path';
import { openEngine } from '../../../server/src/adapters/store/engine/storeEngine';
import { openStore } from '../../../server/src/adapters/store/openStore';
import { chainStart, eventColumns, linked } from '../../../server/src/adapters/store/record/chain';
import { migrations } from '../../../server/src/adapters/store/schema/migrations';
import { nodeDisk } from '../../../server/src/adapters/store/sqlite/disk';
import type { Store } from '../../../server/src/runtime/storePort';
import { type Bench, type BenchScope, type Figure, figure } from '../figure';
import { takeTurns, timed } from '../measure';
import { type NativeStore, openNative } from './nativeStore';
import { logEvent } from './spanRows';

const asked = 20;

/**
 * The newest fifty events that say something, whole as a person sees them, with how many there are: Latin words, Japanese
 * of three and of two characters.
 */
export const textBench: Bench = {
  name: 'text',
  title: 'Full text (newest 50 and how many)',
  async run(scope) {
    const count = scope.isQuick ? 3_000 : 50_000;
    const file = join(scope.folder, 'ours.db');
    await fillOurs(file, count);
    const store = await openStore({ file, workerFile: resolve('dist/server/storeWorker.cjs') });
    const native = fillNative(scope, count);
    const figures = [
      await compare(scope, { store, native }, 'a rare word', 'quarantined'),
      await compare(scope, { store, native }, 'a frequent word', 'migrate'),
      await compare(scope, { store, native }, 'Japanese, three characters', '隔離済'),
      await compare(scope, { store, native }, 'Japanese, two characters', '隔離'),
    ];
    await store.close();
    if (typeof native !== 'string') {
      native.close();
    }
    return figures.map((found) => ({ ...found, what: `${found.what}, ${count} events` }));
  },
};

interface Sides {
  readonly store: Store;
  readonly native: NativeStore | string;
}

/** Fills through the engine, so that indexing is over when the questions begin. */
async function fillOurs(file: string, count: number): Promise<void> {
  const wasmFile = resolve('dist/server/sql-wasm.wasm');
  const engine = await openEngine({ file, wasmFile, disk: nodeDisk, migrations });
  for (let from = 0; from < count; from += 1000) {
    const writes = Array.from({ length: 1000 }, (_, index) => ({
      op: 'event' as const,
      event: logEvent(from + index),
    }));
    engine.transact([() => engine.commit(writes)]);
  }
  while (engine.indexSome(4096)) {
    // Until nothing is left to put into the full text.
  }
  engine.close();
}

function fillNative(scope: BenchScope, count: number): NativeStore | string {
  const native = openNative(scope.peers, join(scope.folder, 'native.db'), true);
  if (typeof native === 'string') {
    return native;
  }
  native.exec("CREATE VIRTUAL TABLE found USING fts5(text, tokenize = 'trigram')");
  native.exec(`CREATE TABLE whole_events (seq INTEGER PRIMARY KEY, ${eventColumns.slice(1).join(', ')})`);
  const insertEvent = `INSERT INTO whole_events VALUES (${eventColumns.map(() => '?').join(', ')}) RETURNING seq`;
  native.exec('BEGIN');
  for (let index = 0; index < count; index += 1) {
    const event = linked({ seq: index, hash: chainStart.hash }, logEvent(index));
    const { seq, summary, payload, type } = event;
    native.all(insertEvent, ...eventColumns.map((column) => event[column]));
    native.all(
      'INSERT INTO found (rowid, text) VALUES (?, ?) RETURNING rowid',
      seq,
      `${summary} ${payload} ${type}`,
    );
  }
  native.exec('COMMIT');
  return native;
}

async function compare(
  scope: BenchScope,
  { store, native }: Sides,
  what: string,
  text: string,
): Promise<Figure> {
  const expected = (await store.events({ text, newest_first: true, limit: 50 })).total;
  const isShort = [...text].length < 3;
  const condition = isShort ? 'text LIKE ?' : 'found MATCH ?';
  const value = isShort ? `%${text}%` : `"${text}"`;
  const ask = () =>
    typeof native === 'string'
      ? 0
      : [
          native.all(
            `SELECT * FROM whole_events WHERE seq IN
              (SELECT rowid FROM found WHERE ${condition} ORDER BY rowid DESC LIMIT 50) ORDER BY seq DESC`,
            value,
          ),
          native.all(`SELECT count(*) AS total FROM found WHERE ${condition}`, value),
        ];
  if (typeof native !== 'string') {
    const total = (ask() as unknown as [unknown, [{ total: number }]])[1][0].total;
    if (total !== expected || total === 0) {
      throw new Error(`${text}: we find ${expected} events, the peer ${total}`);
    }
  }
  const { ours, theirs } = await takeTurns(scope.rounds, {
    ours: () => times(() => store.events({ text, newest_first: true, limit: 50 })),
    theirs: () => times(ask),
  });
  const costs = { unit: 'ms', ours, theirs: typeof native === 'string' ? native : theirs } as const;
  return figure(what, 'better-sqlite3 with FTS5 trigrams', costs, { atMost: 1.5 }, 'both give whole events');
}

async function times(work: () => unknown): Promise<number> {
  const elapsedMs = await timed(async () => {
    for (let index = 0; index < asked; index += 1) {
      await work();
    }
  });
  return elapsedMs / asked;
}
