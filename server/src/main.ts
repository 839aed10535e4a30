import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { JsonObject } from '#protocol/json';
import { acquireLock, bothLocks, type LockOwner, processStart } from './adapters/lock';
import { machinePath } from './adapters/machinePrograms';
import { lockOfStore, storeFileAt } from './adapters/storeFile';
import { readOutside } from './main/http/outsideOptions';
import { openAccessLog, openLog } from './main/logFile';
import { type ServerOptions, serverOptions, serverUsage } from './main/serverOptions';
import { ServerProcess } from './main/serverProcess';
import { makeStateFolder } from './main/state/stateFolder';
import { stateSecrets } from './main/state/stateSecrets';

/** Runs the server of a workspace until nobody needs it; another live server is left to do the work. */
async function main(options: ServerOptions): Promise<void> {
  const root = realpathSync(options.root);
  // Commands that people were asked about find what they found before, such as the programs of a virtual environment.
  const environment = { ...process.env };
  process.env['PATH'] = machinePath(process.env['PATH'] ?? '', root);
  const store = options.storePath === undefined ? undefined : storeAt(options.storePath);
  const state = makeStateFolder(root, store);
  const ofFolder = acquireLock(state.lock);
  if ('owner' in ofFolder) {
    leaveTo(ofFolder.owner, root, options);
    return;
  }
  const ownLock = lockOfStore(state.store);
  const ofStore = ownLock === realLock(state.lock) ? undefined : acquireLock(ownLock);
  if (ofStore !== undefined && 'owner' in ofStore) {
    ofFolder.release();
    throw new Error(
      `${state.store} is the record of another server${processOf(ofStore.owner)}; stop it or name another file`,
    );
  }
  const lock = ofStore === undefined ? ofFolder : bothLocks(ofFolder, ofStore);
  const secrets = stateSecrets(state, options.apiToken);
  const lines = {
    redact: (record: JsonObject) => secrets.redactor.json(record).value,
    ...(options.foreground ? { echo: (line: string) => process.stderr.write(line) } : {}),
  };
  const log = openLog({ path: join(state.logs, 'server.log'), logger: 'holdpoint.server', ...lines });
  const server = new ServerProcess({
    root,
    state,
    lock,
    secrets,
    log,
    accessLog: openAccessLog({ path: join(state.logs, 'access.log'), ...lines }),
    port: options.port,
    outside: options.outside && readOutside(options.outside),
    idleMs: options.idleMs,
    isHeld: heldByStarter(options),
    isRestricted: options.restricted,
    environment,
    repository: options.repository,
    queryLimits: options.queryLimits,
    version: packageVersion(),
    bundleFolder: import.meta.dirname,
    processStart: processStart(process.pid),
    exit: (code) => process.exit(code),
  });
  listenToSystem(server);
  try {
    await server.start();
  } catch (error) {
    process.stderr.write(
      `the server did not start: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    server.crash(error, 'the server did not start');
  }
}

/** Another server does the work. Whoever wanted this very one, with its port and its options, does not have it. */
function leaveTo(owner: LockOwner | null, root: string, { foreground }: ServerOptions): void {
  const next = foreground ? '; holdpoint stop ends it' : '';
  process.stderr.write(`a server already runs for ${root}${processOf(owner)}${next}\n`);
  process.exitCode = foreground ? 1 : 0;
}

/** In the foreground: as long as the process that started this one lives. */
function heldByStarter({ foreground }: ServerOptions): () => boolean {
  const starter = process.ppid;
  return () => foreground && process.ppid === starter;
}

/** A file for the record, in a folder that there is. */
function storeAt(path: string): string {
  const file = resolve(path);
  if (!existsSync(dirname(file)) || (existsSync(file) && !statSync(file).isFile())) {
    throw new Error(`--sqlite-db-path: ${file} is no file in a folder that exists`);
  }
  return storeFileAt(file);
}

function processOf(owner: LockOwner | null): string {
  return owner === null ? '' : ` (process ${owner.pid})`;
}

/** A lock as `lockOfStore` names it. */
function realLock(lock: string): string {
  return lockOfStore(join(realpathSync(dirname(lock)), 'store.db'));
}

/** A first signal ends the server in order, a second one at once. */
function listenToSystem(server: ServerProcess): void {
  process.on('uncaughtException', (error) => server.crash(error));
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    let isFirst = true;
    process.on(signal, () => {
      if (!isFirst) {
        process.exit(1);
      }
      isFirst = false;
      void server.stop(signal);
    });
  }
}

/** The version of the package that holds the bundle. */
function packageVersion(): string {
  const text = readFileSync(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}

const options = serverOptions(process.argv.slice(2));
if (typeof options === 'string') {
  // Whoever sees a server in the foreground has typed another command than this one.
  const usage = process.argv.includes('--foreground') ? 'usage: holdpoint serve --help' : serverUsage;
  process.stderr.write(`${options}\n${usage}\n`);
  process.exitCode = 2;
} else {
  main(options).catch((error: unknown) => {
    process.stderr.write(
      `the server did not start: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    process.exitCode = 1;
  });
}
