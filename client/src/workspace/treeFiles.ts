import { realpath } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';

/** Where a file really lies; of one that is gone, where it would. */
export async function realPathOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    const folder = dirname(path);
    return folder === path ? path : join(await realPathOf(folder), basename(path));
  }
}

/**
 * Whether a file is one of those that a run works on, in a folder itself or in one of its work trees; a file of the
 * same name in another folder is not.
 */
export function isTreeFile(root: string, file: string, paths: readonly string[]): boolean {
  const slots = join(root, '.holdpoint', 'slots') + sep;
  const [, slot = ''] = file.startsWith(slots) ? file.split(slots) : [];
  const tree = slot === '' ? root : join(slots, slot.split(sep)[0] ?? '');
  return paths.some((path) => join(tree, path) === file);
}
