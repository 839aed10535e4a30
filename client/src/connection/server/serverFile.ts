import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServerFile } from '#protocol/connection';
import { AppError } from '#protocol/errors';
import { isOwnSocket } from './ownSocket';

/** What `.holdpoint/server.json` says of a server of this user whose process lives; undefined when there is none. */
export async function readServerFile(root: string): Promise<ServerFile | undefined> {
  const text = await readIfThere(join(root, '.holdpoint', 'server.json'));
  const file = text === undefined ? undefined : parsed(text);
  return file !== undefined && isAlive(file.pid) && (await isOwnSocket(file.socket)) ? file : undefined;
}

/** What a client must show to the server of a workspace; only its owner can read the file. */
export async function readToken(root: string): Promise<string> {
  const token = (await readIfThere(join(root, '.holdpoint', 'token')))?.trim();
  if (token === undefined || token === '') {
    throw new AppError('UNAUTHORIZED', `there is no token for the server of ${root}`);
  }
  return token;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Half-written or foreign content counts as no server at all. */
function parsed(text: string): ServerFile | undefined {
  try {
    const value = JSON.parse(text) as Partial<ServerFile> | null;
    const isUsable = typeof value?.pid === 'number' && value.pid > 0 && typeof value.socket === 'string';
    return isUsable ? (value as ServerFile) : undefined;
  } catch {
    return undefined;
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return undefined;
  }
}
