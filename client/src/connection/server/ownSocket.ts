import { lstat } from 'node:fs/promises';
import { basename, dirname, isAbsolute } from 'node:path';

/**
 * Whether a socket can be one that a server of this user opened: in its folder, which nobody else may enter. A
 * workspace comes from strangers, and so may the file in it that says where its server listens: an address of any
 * other form, such as a pipe of another machine or the socket of another program, is never spoken to.
 */
export async function isOwnSocket(
  path: string,
  platform: NodeJS.Platform = process.platform,
): Promise<boolean> {
  if (platform === 'win32') {
    return /^\\\\\.\\pipe\\holdpoint-[0-9a-f]{16}-[0-9a-f]{16}$/.test(path);
  }
  const user = process.getuid?.() ?? 0;
  const folder = dirname(path);
  const isNamedSo = basename(folder) === `holdpoint-${user}` && /^[0-9a-f]{16}\.sock$/.test(basename(path));
  if (!isAbsolute(path) || !isNamedSo) {
    return false;
  }
  const found = await lstat(folder).catch(() => undefined);
  return found?.isDirectory() === true && found.uid === user && (found.mode & 0o077) === 0;
}
