import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What `sun_path` holds on the narrowest system, less the closing zero. */
const longestPath = 103;

/** Where a workspace's server listens: short enough for every system, in a folder only this user may enter. */
export function socketPath(root: string): string {
  const name = createHash('sha256').update(root).digest('hex').slice(0, 16);
  if (process.platform === 'win32') {
    return `\\\\.\\pipe\\holdpoint-${name}-${randomBytes(8).toString('hex')}`;
  }
  const user = process.getuid?.() ?? 0;
  const places = [process.env['XDG_RUNTIME_DIR'], tmpdir(), '/tmp'].filter((place) => place !== undefined);
  const reasons: string[] = [];
  for (const place of places) {
    const folder = join(place, `holdpoint-${user}`);
    const path = join(folder, `${name}.sock`);
    const reason = Buffer.byteLength(path) > longestPath ? `${path} is too long` : unfit(folder, user);
    if (reason === null) {
      return path;
    }
    reasons.push(reason);
  }
  throw new Error(`no folder for the socket: ${reasons.join('; ')}`);
}

/** Why a folder must not hold the socket; another user may have made it first. */
function unfit(folder: string, user: number): string | null {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      return `${folder}: ${(error as Error).message}`;
    }
  }
  const found = lstatSync(folder);
  if (!found.isDirectory() || found.uid !== user) {
    return `${folder} is not a directory of this user`;
  }
  if ((found.mode & 0o077) !== 0) {
    chmodSync(folder, 0o700);
  }
  return null;
}
