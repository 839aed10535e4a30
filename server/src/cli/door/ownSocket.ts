import { lstatSync } from 'node:fs';
import { basename, dirname, isAbsolute } from 'node:path';

/**
 * Whether a socket can be one that a server of this user opened, as main/socketPath names it: the file that says where
 * a server listens lies in the workspace, and a workspace may come from strangers. The token is shown to nobody else.
 */
export function isOwnSocket(path: string, platform: NodeJS.Platform = process.platform): boolean {
  if (platform === 'win32') {
    return /^\\\\\.\\pipe\\holdpoint-[0-9a-f]{16}-[0-9a-f]{16}$/.test(path);
  }
  const user = process.getuid?.() ?? 0;
  const folder = dirname(path);
  const isNamedSo = basename(folder) === `holdpoint-${user}` && /^[0-9a-f]{16}\.sock$/.test(basename(path));
  if (!isAbsolute(path) || !isNamedSo) {
    return false;
  }
  const found = lstatSync(folder, { throwIfNoEntry: false });
  return found?.isDirectory() === true && found.uid === user && (found.mode & 0o077) === 0;
}
