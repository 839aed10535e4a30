import { readdir, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { resolvePath } from './resolvePath';

/** Names that only an apply of ours gives to the files it works on. */
const leftover = /^\.holdpoint-[0-9a-f]{12}(?:\.old)?\.tmp$/;

/** Removes what an apply that was cut off left beside these files. */
export async function sweepLeftovers(root: string, paths: readonly string[]): Promise<void> {
  const folders = new Set<string>();
  for (const path of paths) {
    const { fact, real } = await resolvePath(root, path);
    if (fact.inside) folders.add(dirname(real));
  }
  for (const folder of folders) {
    const names = await readdir(folder).catch(() => []);
    for (const name of names.filter((candidate) => leftover.test(candidate))) {
      await unlink(join(folder, name)).catch(() => undefined);
    }
  }
}
