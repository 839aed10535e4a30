import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunGit } from './gitProcess';
import type { ChangedFile } from './worktreeChanges';

/**
 * Stores many files as they lie on disk in one pack, which costs a tenth of as many loose objects; what a pack holds
 * already is not stored again. Returns their object names in order, `undefined` for a file that has gone meanwhile.
 */
export async function packBlobs(
  git: RunGit,
  directory: string,
  files: readonly ChangedFile[],
): Promise<(string | undefined)[]> {
  const scratch = await mkdtemp(join(tmpdir(), 'holdpoint-marks-'));
  try {
    const marks = join(scratch, 'marks');
    const argv = [
      '-c',
      'pack.compression=1',
      'fast-import',
      '--quiet',
      '--depth=0',
      `--export-marks=${marks}`,
    ];
    await git(argv, { input: blobCommands(directory, files) });
    const names = new Map<string, string>();
    for (const line of (await readFile(marks, 'utf8')).split('\n')) {
      const [mark = '', name = ''] = line.split(' ');
      names.set(mark, name);
    }
    return files.map((_, index) => names.get(`:${index + 1}`));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Read at once: this many files, or as many as hold this many bytes. */
const batchFiles = 64;
const batchBytes = 8 * 1024 * 1024;

async function* blobCommands(directory: string, files: readonly ChangedFile[]): AsyncGenerator<Uint8Array> {
  let from = 0;
  while (from < files.length) {
    const to = endOfBatch(files, from);
    const paths = files.slice(from, to).map((file) => join(directory, file.path));
    const blobs = await Promise.all(paths.map(readPresent));
    yield Buffer.concat(blobs.flatMap((bytes, index) => blobCommand(from + index + 1, bytes)));
    from = to;
  }
}

function endOfBatch(files: readonly ChangedFile[], from: number): number {
  let bytes = files[from]?.size ?? 0;
  let to = from + 1;
  while (to < files.length && to < from + batchFiles && bytes < batchBytes) bytes += files[to++]?.size ?? 0;
  return to;
}

async function readPresent(file: string): Promise<Buffer | undefined> {
  return readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return undefined;
  });
}

function blobCommand(mark: number, bytes: Buffer | undefined): Buffer[] {
  return bytes ? [Buffer.from(`blob\nmark :${mark}\ndata ${bytes.length}\n`), bytes, Buffer.from('\n')] : [];
}
