import { randomBytes } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerFile } from '#protocol/connection';
import { foreignState } from './foreignState';
import { writePrivate } from './privateDocument';

/** The places of one workspace's state, all below `.holdpoint/` but a store that was asked for elsewhere. */
export interface StateFolder {
  readonly folder: string;
  readonly store: string;
  readonly content: string;
  readonly artifacts: string;
  readonly logs: string;
  readonly lock: string;
  readonly token: string;
  /** Hashes of further tokens. */
  readonly tokens: string;
  /** Who is told by webhook, with the secrets for it. */
  readonly webhooks: string;
  readonly serverFile: string;
}

/** Makes `.holdpoint/` for this user alone; refuses one that is a link, which would put the record elsewhere, and one of others. */
export function makeStateFolder(root: string, store?: string): StateFolder {
  const folder = join(root, '.holdpoint');
  const logs = join(folder, 'logs');
  const foreign = foreignState(folder);
  if (foreign !== null) {
    throw new Error(foreign);
  }
  for (const path of [folder, logs]) {
    makeFolder(path);
  }
  chmodSync(folder, 0o700);
  return {
    folder,
    logs,
    store: store ?? join(folder, 'store.db'),
    content: join(folder, 'content'),
    artifacts: join(folder, 'artifacts'),
    lock: join(folder, 'lock'),
    token: join(folder, 'token'),
    tokens: join(folder, 'tokens.json'),
    webhooks: join(folder, 'webhooks.json'),
    serverFile: join(folder, 'server.json'),
  };
}

/** The token of this workspace: kept over restarts, so that clients need not ask again; made when missing. */
export function workspaceToken(path: string): string {
  const kept = readToken(path);
  if (kept !== undefined) {
    chmodSync(path, 0o600);
    return kept;
  }
  const token = randomBytes(32).toString('hex');
  writePrivate(path, `${token}\n`);
  return token;
}

/** Says how to reach the server, in one step: whoever reads the file reads all of it. */
export function writeServerFile(path: string, server: ServerFile): void {
  writePrivate(path, `${JSON.stringify(server)}\n`);
}

function makeFolder(path: string): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found !== undefined && !found.isDirectory()) {
    throw new Error(`${path} is not a directory of its own; remove it and start again`);
  }
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    const why = (error as Error).message;
    throw new Error(`${path} cannot be made (${why}); make its folder writable or name another with --root`);
  }
}

function readToken(path: string): string | undefined {
  try {
    const isFile = lstatSync(path).isFile();
    const text = isFile ? readFileSync(path, 'utf8').trim() : '';
    return /^[0-9a-f]{64}$/.test(text) ? text : undefined;
  } catch {
    return undefined;
  }
}
