import { deepStrictEqual, equal, rejects, throws } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../server/src/adapters/store/engine/openDatabase';
import { openEngine } from '../../server/src/adapters/store/engine/storeEngine';
import { openStore } from '../../server/src/adapters/store/openStore';
import { type Migration, migrations } from '../../server/src/adapters/store/schema/migrations';
import { type Connection, openConnection } from '../../server/src/adapters/store/sqlite/connection';
import { nodeDisk } from '../../server/src/adapters/store/sqlite/disk';
import { eventWrite, sampleEvent, sampleSession } from './sampleRows';

const wasmFile = 'node_modules/sql.js/dist/sql-wasm.wasm';
const next: Migration = {
  version: 2,
  sql: "ALTER TABLE sessions ADD COLUMN mood TEXT NOT NULL DEFAULT 'calm'",
};

describe('the schema', function () {
  this.timeout(30_000);
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'holdpoint-schema-'));
    file = join(folder, 'store.db');
    await engineWith(migrations, (engine) => {
      engine.transact([
        () => engine.commit([{ op: 'insert', table: 'sessions', row: sampleSession('s') }, eventWrite('e1')]),
        () => engine.commit([eventWrite('e2')]),
      ]);
    });
  });
  afterEach(() => rm(folder, { recursive: true }));

  const engineWith = async (
    list: readonly Migration[],
    work: (engine: Awaited<ReturnType<typeof openEngine>>) => void,
  ) => {
    const engine = await openEngine({ file, wasmFile, disk: nodeDisk, migrations: list });
    work(engine);
    engine.close();
  };
  const inspect = async <T>(path: string, work: (connection: Connection) => T): Promise<T> => {
    const connection = await openConnection(wasmFile, nodeDisk, path);
    connection.execute('PRAGMA locking_mode = EXCLUSIVE');
    try {
      return work(connection);
    } finally {
      connection.close();
    }
  };
  const versions = (connection: Connection) =>
    connection.all('SELECT version FROM schema_migrations').map((row) => row['version']);

  it('is migrated after a copy was kept, and no row is lost', async () => {
    await engineWith([...migrations, next], (engine) => {
      equal(engine.status().schema_version, 2);
      equal(engine.verifyChain().events, 2);
    });
    deepStrictEqual(
      await inspect(file, (connection) => [
        versions(connection),
        connection.value('SELECT mood FROM sessions'),
      ]),
      [[1, 2], 'calm'],
    );
    deepStrictEqual(
      await inspect(`${file}.v1.bak`, (connection) => [
        versions(connection),
        connection.value('SELECT count(*) FROM events'),
      ]),
      [[1], 2],
    );
  });

  it('stays as it was when a migration fails', async () => {
    const broken: Migration = { version: 3, sql: 'ALTER TABLE missing ADD COLUMN x' };
    await rejects(
      engineWith([...migrations, next, broken], () => {}),
      /no such table: missing/,
    );
    deepStrictEqual(await inspect(file, versions), [1]);
    await engineWith(migrations, (engine) => equal(engine.verifyChain().ok, true));
  });

  it('is not opened when it is newer than the program', async () => {
    await engineWith([...migrations, next], () => {});
    const before = readFileSync(file);
    await rejects(openStore({ file, workerFile: 'dist/server/storeWorker.cjs' }), {
      code: 'STORE_UNAVAILABLE',
      message: `${file} has schema 2, this program knows up to 1: it was written by a newer version. Update Holdpoint.`,
    });
    deepStrictEqual(readFileSync(file), before);
  });

  it('lets no event be changed, removed or replaced, whoever asks', async () => {
    await inspect(file, (connection) => {
      const appendOnly = /events is append-only/;
      throws(() => connection.execute("UPDATE events SET summary = 'other'"), appendOnly);
      throws(() => connection.execute('DELETE FROM events'), appendOnly);
      throws(
        () => connection.execute('INSERT OR REPLACE INTO events SELECT * FROM events WHERE seq = 1'),
        appendOnly,
      );
      equal(connection.value('SELECT count(*) FROM events'), 2);
    });
    await engineWith(migrations, (engine) => {
      const by = sampleEvent('gone', { type: 'session.deleted' });
      const [outcome] = engine.transact([() => engine.deleteSession('s', by)]);
      deepStrictEqual(outcome, { value: { sessions: 1 } });
    });
  });

  it('lets no event be replaced below the view either', async () => {
    const { connection } = await openDatabase({ file, wasmFile, disk: nodeDisk, migrations });
    try {
      throws(
        () =>
          connection.execute(
            'INSERT OR REPLACE INTO packed_events SELECT * FROM packed_events WHERE seq = 1',
          ),
        /events is append-only/,
      );
    } finally {
      connection.close();
    }
    await inspect(file, (later) => equal(later.value('SELECT count(*) FROM events'), 2));
  });

  it('has every table and column of the requirements', async () => {
    const tables = await inspect(file, (connection) =>
      connection
        .all("SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY name")
        .map((row) => String(row['name'])),
    );
    const wanted = `approvals artifacts attempts batches checkpoints checks decisions event_tombstones events plan_steps plans
      previews regression_summaries runs schema_migrations sessions slots spans step_runs usage
      v_run_success_rate_by_tool v_session_failure_reasons v_step_duration_ms_p50_p95 writes`;
    for (const table of wanted.split(/\s+/)) equal(tables.includes(table), true, table);
  });
});
