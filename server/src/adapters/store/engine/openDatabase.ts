import { AppError } from '#protocol/errors';
import type { Migration } from '../schema/migrations';
import { type Connection, openConnection } from '../sqlite/connection';
import { copyDurably, type Disk, frozenDisk } from '../sqlite/disk';
import { resultCodes, SqlError } from '../sqlite/resultCodes';

/** Where a database lies and what brings it up to date. */
export interface DatabaseOptions {
  readonly file: string;
  readonly wasmFile: string;
  readonly disk: Disk;
  readonly migrations: readonly Migration[];
}

/** A database ready to use; `damage` says why it is only to be read. */
export interface Database {
  readonly connection: Connection;
  readonly damage: string | null;
}

/** Files up to this size are checked whole when they are opened; larger ones page by page as they are read. */
const checkedBytes = 16 << 20;

/** Opens, checks and migrates a database; a damaged one is opened again so that nothing can change it. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const connection = await openConnection(options.wasmFile, options.disk, options.file);
  try {
    configure(connection);
    const damage = check(connection);
    if (damage === null) {
      migrate(connection, options);
      return { connection, damage };
    }
    return await reopenFrozen(connection, options, damage);
  } catch (error) {
    if (isDamage(error)) return reopenFrozen(connection, options, (error as SqlError).message);
    connection.close();
    throw error;
  }
}

/** Whether an error of SQLite says that the file itself is not sound. */
export function isDamage(error: unknown): boolean {
  return (
    error instanceof SqlError &&
    (error.code === resultCodes.corrupt || error.code === resultCodes.notADatabase)
  );
}

/** The refusal of a store that a newer program has written. */
export function newerSchema(file: string, found: number, known: number): AppError {
  return new AppError(
    'STORE_UNAVAILABLE',
    `${file} has schema ${found}, this program knows up to ${known}: it was written by a newer version. Update Holdpoint.`,
    { file, schema_version: found, known_version: known, next_step: 'update Holdpoint' },
  );
}

/** The newest schema that a list of migrations leads to. */
export function latestVersion(list: readonly Migration[]): number {
  return list.at(-1)?.version ?? 0;
}

async function reopenFrozen(
  connection: Connection,
  options: DatabaseOptions,
  damage: string,
): Promise<Database> {
  connection.close();
  const frozen = await openConnection(options.wasmFile, frozenDisk(options.disk), options.file);
  try {
    frozen.execute('PRAGMA locking_mode = EXCLUSIVE; PRAGMA query_only = ON');
  } catch {
    // Not even the header can be read; every request will say so.
  }
  return { connection: frozen, damage };
}

function configure(connection: Connection): void {
  connection.execute('PRAGMA locking_mode = EXCLUSIVE; PRAGMA page_size = 8192');
  // EXTRA until the log is in use: turning the log on goes through a journal whose removal must be durable.
  connection.execute('PRAGMA synchronous = EXTRA');
  connection.all('PRAGMA journal_mode = WAL');
  connection.execute('PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -65536');
  // A replacing insert removes a row: only with this does it meet the triggers that keep events from being removed.
  connection.execute(
    'PRAGMA secure_delete = ON; PRAGMA trusted_schema = OFF; PRAGMA recursive_triggers = ON',
  );
}

function check(connection: Connection): string | null {
  const pages = Number(connection.value('PRAGMA page_count'));
  if (pages * Number(connection.value('PRAGMA page_size')) > checkedBytes) return null;
  const answer = connection.value('PRAGMA quick_check(1)');
  return answer === 'ok' ? null : String(answer);
}

function migrate(connection: Connection, { disk, file, migrations }: DatabaseOptions): void {
  const hasList =
    connection.value("SELECT count(*) FROM sqlite_master WHERE name = 'schema_migrations'") === 1;
  const found = hasList ? Number(connection.value('SELECT max(version) FROM schema_migrations')) : 0;
  const known = latestVersion(migrations);
  if (found > known) throw newerSchema(file, found, known);
  if (found === known) return;
  if (found > 0) {
    connection.all('PRAGMA wal_checkpoint(TRUNCATE)');
    copyDurably(disk, file, `${file}.v${found}.bak`);
  }
  connection.execute('BEGIN IMMEDIATE');
  try {
    if (!hasList)
      connection.execute(
        'CREATE TABLE schema_migrations (version INTEGER PRIMARY KEY, applied_at TEXT NOT NULL)',
      );
    for (const { version, sql } of migrations.filter((one) => one.version > found)) {
      connection.execute(sql);
      connection.run("INSERT INTO schema_migrations VALUES (?, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))", [
        version,
      ]);
    }
    connection.execute('COMMIT');
  } catch (error) {
    rollBack(connection);
    throw error;
  }
}

/** Takes back the open transaction; SQLite may have done so itself. */
export function rollBack(connection: Connection): void {
  try {
    connection.execute('ROLLBACK');
  } catch (error) {
    if (!(error instanceof SqlError && error.message.includes('no transaction is active'))) throw error;
  }
}
