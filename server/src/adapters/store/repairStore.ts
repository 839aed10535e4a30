import { existsSync, renameSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { AppError } from '#protocol/errors';
import { latestVersion, newerSchema } from './engine/openDatabase';
import { salvageTables } from './engine/salvage';
import { openEngine } from './engine/storeEngine';
import { migrations } from './schema/migrations';
import { openConnection } from './sqlite/connection';
import { frozenDisk, nodeDisk } from './sqlite/disk';
import { SqlError } from './sqlite/resultCodes';

/** What a repair did: rows taken over by table, places that could not be read, and where the old file lies now. */
export interface RepairReport {
  readonly rows: Readonly<Record<string, number>>;
  readonly lost: Readonly<Record<string, number>>;
  readonly damaged_file: string;
}

/**
 * Takes everything SQLite can still read into a new store and puts it in the place of the damaged one, which is kept
 * beside it. Nobody else may have the store open: the caller holds the lock.
 */
export async function repairStore(options: {
  readonly file: string;
  readonly wasmFile: string;
}): Promise<RepairReport> {
  const file = resolve(options.file);
  if (!existsSync(file)) throw new AppError('NOT_FOUND', `There is no store ${file}.`, { file });
  await refuseNewer(options.wasmFile, file);
  const draft = unusedName(`${file}.repaired`);
  const target = { ...options, file: draft, disk: nodeDisk, migrations };
  await openEngine(target).then((engine) => engine.close());
  const { rows, lost } = await salvageInto(options.wasmFile, file, draft);
  const kept = unusedName(`${file}.damaged`);
  for (const suffix of ['', '-wal', '-journal'])
    if (existsSync(file + suffix)) renameSync(file + suffix, kept + suffix);
  renameSync(draft, file);
  nodeDisk.syncDirectory(dirname(file));
  return { rows, lost, damaged_file: kept };
}

/** What a newer program wrote may hold what this one does not know, and would be left behind. */
async function refuseNewer(wasmFile: string, file: string): Promise<void> {
  const source = await openConnection(wasmFile, frozenDisk(nodeDisk), file);
  try {
    source.execute('PRAGMA locking_mode = EXCLUSIVE');
    const found = Number(source.value('SELECT max(version) FROM schema_migrations'));
    const known = latestVersion(migrations);
    if (found > known) throw newerSchema(file, found, known);
  } catch (error) {
    // Damage may hide the version; what can be read is salvaged all the same.
    if (!(error instanceof SqlError)) throw error;
  } finally {
    source.close();
  }
}

async function salvageInto(wasmFile: string, file: string, draft: string) {
  const source = await openConnection(wasmFile, frozenDisk(nodeDisk), file);
  const target = await openConnection(wasmFile, nodeDisk, draft);
  try {
    source.execute('PRAGMA locking_mode = EXCLUSIVE');
    target.execute('PRAGMA locking_mode = EXCLUSIVE; PRAGMA synchronous = FULL; BEGIN IMMEDIATE');
    const counts = salvageTables(source, target);
    target.execute('COMMIT');
    target.all('PRAGMA wal_checkpoint(TRUNCATE)');
    return counts;
  } finally {
    target.close();
    source.close();
  }
}

function unusedName(name: string): string {
  let count = 1;
  while (existsSync(`${name}-${count}`)) count += 1;
  return `${name}-${count}`;
}
