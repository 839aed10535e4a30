import { createHash, randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access, mkdir, open, readFile, rename, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '#protocol/errors';
import type { ContentStore } from '../runtime/ports';

/** Bytes on disk under `directory/ab/cdef…`, readable by their owner only, durable when `put` returns. */
export function diskContent(directory: string): ContentStore {
  const fileOf = (sha256: string): string | undefined =>
    isName(sha256) ? join(directory, sha256.slice(0, 2), sha256.slice(2)) : undefined;
  const readChecked = async (sha256: string): Promise<Uint8Array | undefined> => {
    const file = fileOf(sha256);
    const bytes = file && (await readFile(file).catch(missing));
    if (!bytes) return undefined;
    if (nameOf(bytes) === sha256) return new Uint8Array(bytes);
    throw new AppError(
      'STORE_UNAVAILABLE',
      `${file}: the stored bytes are damaged; restore the file from a backup`,
      { file },
    );
  };
  return {
    put: async (bytes) => {
      const sha256 = nameOf(bytes);
      const file = fileOf(sha256) ?? '';
      const stored = await readFile(file).catch(missing);
      if (!stored || nameOf(stored) !== sha256) await writeDurably(file, bytes);
      return sha256;
    },
    get: readChecked,
    has: async (sha256) => {
      const file = fileOf(sha256);
      return (
        file !== undefined &&
        (await access(file).then(
          () => true,
          () => false,
        ))
      );
    },
    remove: async (sha256) => {
      const file = fileOf(sha256);
      if (file) await unlink(file).catch(missing);
    },
  };
}

/** The twin in memory. */
export function memoryContent(): ContentStore {
  const stored = new Map<string, Uint8Array>();
  return {
    put: async (bytes) => {
      const sha256 = nameOf(bytes);
      stored.set(sha256, bytes.slice());
      return sha256;
    },
    get: async (sha256) => stored.get(sha256)?.slice(),
    has: async (sha256) => stored.has(sha256),
    remove: async (sha256) => {
      stored.delete(sha256);
    },
  };
}

function isName(sha256: string): boolean {
  return /^[0-9a-f]{64}$/.test(sha256);
}

function nameOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function missing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error;
}

async function writeDurably(file: string, bytes: Uint8Array): Promise<void> {
  const folder = dirname(file);
  try {
    if (await mkdir(folder, { recursive: true, mode: 0o700 })) await syncFolder(dirname(folder));
    const draft = `${file}.${randomBytes(6).toString('hex')}.tmp`;
    try {
      await writeSynced(draft, bytes);
      await rename(draft, file);
    } catch (error) {
      await unlink(draft).catch(missing);
      throw error;
    }
    await syncFolder(folder);
  } catch (error) {
    const { code = 'UNKNOWN' } = error as NodeJS.ErrnoException;
    const text = `${folder}: the bytes could not be stored (${code}); make the folder writable and free some space`;
    throw new AppError('STORE_UNAVAILABLE', text, { folder, errno: code });
  }
}

async function writeSynced(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes new names in a folder durable; Windows has no such call and needs none. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
