import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type ServerFile, serverFile } from '#protocol/connection';
import { type SocketPeer, socketPeer } from './socketPeer';
import { until } from './until';

/** How a server process ended. */
export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

/** A real server process of a workspace, as clients meet it. */
export interface TestServer {
  readonly root: string;
  readonly child: ChildProcess;
  readonly file: ServerFile;
  readonly token: string;
  /** A new connection that has said hello. */
  peer(): Promise<SocketPeer>;
  readonly ended: Promise<ProcessEnd>;
  /** Asks the process to end and waits until it has. */
  stop(): Promise<ProcessEnd>;
  /** Kills the process as a cut of power would and waits until it is gone. */
  kill(): Promise<ProcessEnd>;
}

/** Arguments and environment beyond the root. */
export interface StartOptions {
  readonly idleMs?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Further arguments. */
  readonly argv?: readonly string[];
}

/** Starts the built server in a workspace and waits until it says where it listens. */
export async function startServer(root: string, options: StartOptions = {}): Promise<TestServer> {
  const { child, ended } = spawnServer(root, options);
  const gone = ended.then(({ stderr }) => Promise.reject(new Error(`the server ended early: ${stderr}`)));
  gone.catch(() => undefined);
  const started = until('the server to listen', () => serverFileOf(root, child.pid));
  const file = await Promise.race([started, gone]);
  const token = readFileSync(join(root, '.holdpoint', 'token'), 'utf8').trim();
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return ended;
  };
  return {
    root,
    child,
    file,
    token,
    ended,
    peer: () => socketPeer(file.socket, token),
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}

/** Starts a server without expecting that it will listen; its socket lies in the workspace and goes with it. */
export function spawnServer(
  root: string,
  { idleMs = 60_000, env = {}, argv: more = [] }: StartOptions = {},
): { readonly child: ChildProcess; readonly ended: Promise<ProcessEnd> } {
  const argv = [resolve('dist/server/main.mjs'), '--root', root, '--idle-ms', String(idleMs), ...more];
  const child = spawn(process.execPath, argv, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, XDG_RUNTIME_DIR: join(root, '.holdpoint'), ...env },
  });
  const chunks: string[] = [];
  child.stderr?.on('data', (chunk) => chunks.push(String(chunk)));
  const ended = new Promise<ProcessEnd>((done) => {
    child.once('close', (code, signal) => done({ code, signal, stderr: chunks.join('') }));
  });
  return { child, ended };
}

function serverFileOf(root: string, pid: number | undefined): ServerFile | undefined {
  const text = readIfThere(join(root, '.holdpoint', 'server.json'));
  const file = text === undefined ? undefined : serverFile.parse(JSON.parse(text));
  return file?.pid === pid ? file : undefined;
}

/** A server that starts removes what one before it left behind, at any moment. */
function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    assert.equal((error as NodeJS.ErrnoException).code, 'ENOENT');
    return undefined;
  }
}
