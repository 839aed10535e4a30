import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { AppError } from '#protocol/errors';
import { type Connection, openConnection } from './sqlite/connection';
import { type Disk, nodeDisk } from './sqlite/disk';

/** What compacting gave back. */
export interface CompactReport {
  readonly before_bytes: number;
  readonly after_bytes: number;
}

/** What is compacted, and who is told how far it is: bytes written so far. */
export interface CompactOptions {
  readonly file: string;
  readonly wasmFile: string;
  readonly onProgress: (writtenBytes: number) => void;
}

/**
 * Writes a store anew without the space of what was removed, and puts that in its place in one step: a cut at any moment
 * leaves the old file or the new one, each whole. Nobody else may have the store open: the caller holds the lock.
 */
export async function compactStore(options: CompactOptions): Promise<CompactReport> {
  const file = resolve(options.file);
  if (!existsSync(file)) throw new AppError('NOT_FOUND', `There is no store ${file}.`, { file });
  const before_bytes = statSync(file).size;
  const draft = `${file}.compact`;
  rmSync(draft, { force: true });
  const source = await openConnection(options.wasmFile, nodeDisk, file);
  try {
    await writeAnew(source, options, draft);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  } finally {
    source.close();
  }
  for (const suffix of ['-wal', '-journal']) rmSync(file + suffix, { force: true });
  renameSync(draft, file);
  nodeDisk.syncDirectory(dirname(file));
  return { before_bytes, after_bytes: statSync(file).size };
}

/** The log is folded in first, so that the file alone is the whole store when its place is taken. */
async function writeAnew(source: Connection, options: CompactOptions, draft: string): Promise<void> {
  source.execute('PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -65536');
  source.all('PRAGMA wal_checkpoint(TRUNCATE)');
  const target = await openConnection(options.wasmFile, countingDisk(options.onProgress), draft);
  try {
    source.run('VACUUM INTO ?', [target.name]);
  } finally {
    target.close();
  }
  await checkWhole(options.wasmFile, draft);
  const written = nodeDisk.open(draft, false);
  nodeDisk.sync(written);
  nodeDisk.close(written);
}

async function checkWhole(wasmFile: string, file: string): Promise<void> {
  const connection = await openConnection(wasmFile, nodeDisk, file);
  try {
    connection.execute('PRAGMA locking_mode = EXCLUSIVE');
    const answer = connection.value('PRAGMA quick_check(1)');
    if (answer !== 'ok') {
      throw new AppError(
        'STORE_UNAVAILABLE',
        `The store is damaged: ${answer}. Run "holdpoint store repair".`,
      );
    }
  } finally {
    connection.close();
  }
}

const toldEvery = 8 << 20;

function countingDisk(onProgress: (writtenBytes: number) => void): Disk {
  let written = 0;
  let told = 0;
  return {
    ...nodeDisk,
    write: (file, bytes, at) => {
      const count = nodeDisk.write(file, bytes, at);
      written += count;
      if (written - told >= toldEvery) {
        told = written;
        onProgress(written);
      }
      return count;
    },
  };
}
