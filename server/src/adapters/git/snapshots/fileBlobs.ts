import { lstatSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChangedFile } from './changedFile';

/** A file with its bytes. */
export interface FoundBlob {
  readonly file: ChangedFile;
  readonly bytes: Buffer;
}

/** Read without asking the thread pool: one such file costs less than the way there and back. */
const smallBytes = 256 * 1024;
/** In one turn of the event loop. */
const turnMs = 5;

/** The bytes of files in order, without those that went away. */
export async function* readBlobs(
  directory: string,
  files: readonly ChangedFile[],
): AsyncGenerator<FoundBlob> {
  let turnStartMs = performance.now();
  for (const file of files) {
    const path = join(directory, file.path);
    const bytes = file.size <= smallBytes ? present(() => readFileSync(path)) : await presentLater(path);
    if (bytes !== undefined) yield { file, bytes };
    if (performance.now() - turnStartMs > turnMs) {
      await nextTurn();
      turnStartMs = performance.now();
    }
  }
}

/** What `lstat` says of paths in order; undefined for those that went away. */
export async function lookAt(directory: string, paths: readonly string[]) {
  const found = [];
  let turnStartMs = performance.now();
  for (const path of paths) {
    found.push(present(() => lstatSync(join(directory, path), { throwIfNoEntry: false })));
    if (performance.now() - turnStartMs > turnMs) {
      await nextTurn();
      turnStartMs = performance.now();
    }
  }
  return found;
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function present<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

async function presentLater(path: string): Promise<Buffer | undefined> {
  return readFile(path).catch((error: unknown) => {
    if (!isGone(error)) throw error;
    return undefined;
  });
}

/** Also when a folder above has become a file, or the file a folder. */
function isGone(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
}
