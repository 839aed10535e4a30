import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerFile } from '#protocol/connection';
import { AppError } from '#protocol/errors';
import { isOwnSocket } from './ownSocket';

/** What `.holdpoint/server.json` says of a server of this user whose process lives; undefined when there is none. */
export function readServerFile(root: string): ServerFile | undefined {
  const text = readIfThere(join(root, '.holdpoint', 'server.json'));
  if (text === undefined) {
    return undefined;
  }
  const file = parsed(text);
  return file !== undefined && isAlive(file.pid) && isOwnSocket(file.socket) ? file : undefined;
}

/** The token of §1.14: flag, environment, then the file only its owner can read. */
export function readToken(
  root: string,
  flag: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): string {
  const token = flag ?? env['HOLDPOINT_TOKEN'] ?? readIfThere(join(root, '.holdpoint', 'token'))?.trim();
  if (token === undefined || token === '') {
    throw new AppError('UNAUTHORIZED', 'there is no token for the server of this workspace');
  }
  return token;
}

/** Whether a process with this id exists, whoever owns it. */
export function isAlive(pid: number): boolean {
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

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
