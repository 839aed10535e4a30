import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Makes a folder of its own for one test; remove it with {@link removeFolder}. */
export function temporaryFolder(): string {
  return realpathSync(mkdtempSync(join(tmpdir(), 'holdpoint-test-')));
}

/** Removes a test's folder with everything in it. */
export function removeFolder(path: string): void {
  rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
}

/** Whether a folder could be removed with all that is in it; not while somebody still writes there. */
export function isRemoved(folder: string): boolean {
  try {
    removeFolder(folder);
    return true;
  } catch {
    // It is another try's turn.
    return false;
  }
}
