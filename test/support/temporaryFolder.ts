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
