import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { removeFolder } from './temporaryFolder';

/** Mounts as these words of the system's `mount` say; answers whether this account may. */
export function mounted(...words: readonly string[]): boolean {
  return spawnSync('mount', words).status === 0;
}

/** Takes away a folder, and before that what is mounted on it. */
export function release(folder: string, isMounted: boolean): void {
  if (isMounted) {
    assert.equal(spawnSync('umount', ['-l', folder]).status, 0);
  }
  chmodSync(folder, 0o755);
  removeFolder(folder);
}
