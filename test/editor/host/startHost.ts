import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { isRemoved } from '../../support/temporaryFolder';
import { until } from '../../support/until';
import { extensionsFolder, installedExtension } from '../setUp/installExtension';
import { installedHost } from '../setUp/installHost';
import { hostEnvironment } from './hostEnvironment';
import { quietSettings } from './quietSettings';

/** How the editor is to start. */
export interface HostOptions {
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  /** Lets the page name a suite to run, at the price that no notification shows. */
  readonly canRunSuite?: boolean;
  /** Puts a further extension into the folder it is given. */
  readonly beside?: (folder: string) => void;
  /** Keeps the editor from seeing our extension, to have something to measure against. */
  readonly isEmpty?: boolean;
}

/** A running VS Code that a browser can open; stop it when the test ends. */
export interface EditorHost {
  readonly authority: string;
  readonly logFolder: string;
  /** Settles with a sentence when the process ends. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

/** Starts VS Code's own server with settings and data of its own. */
export async function startHost(options: HostOptions = {}): Promise<EditorHost> {
  // Sockets lie below it, and their paths may not be long.
  const data = mkdtempSync(join(tmpdir(), 'hpe-'));
  mkdirSync(join(data, 'data/User'), { recursive: true });
  mkdirSync(join(data, 'tmp'));
  writeFileSync(
    join(data, 'data/User/settings.json'),
    JSON.stringify({ ...quietSettings, ...options.settings }),
  );
  if (options.beside !== undefined) {
    const own = installedExtension();
    cpSync(own, join(data, 'extensions', basename(own)), { recursive: true });
    options.beside(join(data, 'extensions'));
  }
  const { node, program } = installedHost();
  const child = spawn(node, [program, ...hostArguments(data, options)], {
    env: hostEnvironment(join(data, 'tmp'), options.env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<string>((done) => {
    child.once('error', (error) => done(`VS Code did not start: ${error.message}`));
    child.once('exit', (code, signal) => done(`VS Code ended with ${code ?? signal}`));
  });
  const stop = async () => {
    await endProcess(child, ended);
    // What it started may write its last lines yet.
    await until('the folder of the editor to go', () => isRemoved(data));
  };
  try {
    const authority = `127.0.0.1:${await listeningPort(child, ended)}`;
    return { authority, logFolder: join(data, 'data/logs'), ended, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function hostArguments(
  data: string,
  { canRunSuite = false, isEmpty = false, beside }: HostOptions,
): string[] {
  return [
    ...['--host', '127.0.0.1', '--port', '0', '--without-connection-token', '--accept-server-license-terms'],
    ...['--server-data-dir', data, '--telemetry-level', 'off'],
    ...['--extensions-dir', isEmpty || beside ? join(data, 'extensions') : extensionsFolder],
    ...(canRunSuite ? ['--enable-smoke-test-driver'] : []),
  ];
}

/** The port that the process says it listens on. */
function listeningPort(child: ChildProcess, ended: Promise<string>): Promise<number> {
  let output = '';
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`VS Code did not listen within a minute:\n${output}`)),
      60_000,
    );
    const read = (chunk: unknown) => {
      output += String(chunk);
      const port = /Extension host agent listening on (\d+)/.exec(output)?.[1];
      if (port !== undefined) {
        clearTimeout(timer);
        resolve(Number(port));
      }
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    void ended.then((how) => {
      clearTimeout(timer);
      reject(new Error(`${how}:\n${output}`));
    });
  });
}

async function endProcess(child: ChildProcess, ended: Promise<string>): Promise<void> {
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await ended;
  clearTimeout(timer);
}
