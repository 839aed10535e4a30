import { lstat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sampleMark } from './copySample';

/**
 * Whether a folder holds a sample that has not been looked at yet; the mark is gone afterwards. Whoever wrote a folder
 * must not choose which file is removed: a mark is an empty file of its own, and no link leads to it.
 */
export async function takeSampleMark(folder: string): Promise<boolean> {
  const path = join(folder, sampleMark);
  try {
    const [place, mark] = await Promise.all([lstat(dirname(path)), lstat(path)]);
    if (!place.isDirectory() || !mark.isFile() || mark.size > 0) {
      return false;
    }
    await unlink(path);
    return true;
  } catch {
    // No mark: this is no sample, or it has been greeted before.
    return false;
  }
}
