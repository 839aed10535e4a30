import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunGit } from './gitProcess';

/**
 * Stores many files as they lie on disk in one pack, which costs a tenth of as many loose objects; what a pack holds
 * already is not stored again. Returns their object names in order, `undefined` for a file that has gone meanwhile.
 */
export async function packBlobs(git: RunGit, files: readonly string[]): Promise<(string | undefined)[]> {
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
    await git(argv, { input: blobCommands(files) });
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

async function* blobCommands(files: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const [index, file] of files.entries()) {
    const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
      return undefined;
    });
    if (!bytes) continue;
    yield Buffer.concat([
      Buffer.from(`blob\nmark :${index + 1}\ndata ${bytes.length}\n`),
      bytes,
      Buffer.from('\n'),
    ]);
  }
}
