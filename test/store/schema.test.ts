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

/** Tables by their names, with the columns that anybody who reads the file may count on. */
const promisedColumns = {
  schema_migrations: 'version applied_at',
  sessions: 'id goal mode profile status created_at updated_at',
  plans: 'id session_id version title hash body_json status created_by created_at',
  plan_steps: 'plan_id step_id ord title tool risk digest def_json created_at',
  batches: 'id plan_id name total next_index status result_json ended_at created_at',
  runs: 'id trace_id session_id plan_id plan_hash batch_id batch_index parent_run_id inputs_sha fingerprint mode profile stepping executor slot_id status end_code end_message experimental policy_json started_at ended_at created_at',
  step_runs:
    'run_id step_id visit status stopped attempts input_sha output_json carried_from error_code error_message started_at ended_at created_at',
  attempts:
    'id run_id step_id visit n status error_code error_message exit_code started_at ended_at created_at',
  spans:
    'span_id trace_id run_id parent_span_id service_name kind name status error timeout policy_snapshot attributes start_us end_us created_at',
  events:
    'seq id ts session_id run_id step_id attempt span_id type level summary payload actor source client_message_id prev_hash hash',
  decisions: 'id run_id step_id tool effect stage rule_id location reason args_sha created_at',
  approvals:
    'id subject_type subject_id digest run_id status actor source reason required decided_at expires_at consumed_at created_at',
  previews:
    'id run_id step_id path op before_sha after_sha diff_sha derived_from status applied_at created_at',
  artifacts: 'sha256 run_id step_id name kind media_type size expires_at tags created_at',
  checkpoints: 'id name run_id git_ref tree_sha head_sha state_json created_by created_at',
  slots:
    'id repo path kind state run_id branch commit_sha lease_until allocations metadata created_at updated_at',
  checks: 'id run_id scope name passed details created_at',
  regression_summaries:
    'summary_id summary_path generated_at_utc metric_set pass_fail run_count payload_json indexed_at_utc',
  usage: 'id run_id step_id model prompt_tokens completion_tokens total_tokens cost ts',
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

  it('§1.16: has every column that was promised, and the time at which each row was made', async () => {
    const missing = await inspect(file, (connection) =>
      Object.entries(promisedColumns).flatMap(([table, columns]) => {
        const rows = connection.all(`SELECT name FROM pragma_table_info('${table}')`);
        const found = new Set(rows.map((row) => String(row['name'])));
        return columns.split(' ').flatMap((column) => (found.has(column) ? [] : [`${table}.${column}`]));
      }),
    );
    deepStrictEqual(missing, []);
  });
});
