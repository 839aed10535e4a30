import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { findRoot } from './cli/door/findRoot';
import { runCommandLine, type World } from './cli/runCommandLine';
import { processTerminal } from './cli/terminal/processTerminal';

const listeners = new Set<() => void>();
const interrupt = () => {
  if (listeners.size === 0) {
    process.exit(130);
  }
  for (const listener of [...listeners]) {
    listener();
  }
};

const { version } = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8'),
) as {
  version: string;
};

const world: World = {
  env: process.env,
  cwd: process.cwd(),
  version,
  programs: import.meta.dirname,
  terminal: ({ color, mayAsk }) => processTerminal({ color, mayAsk, onInterrupt: interrupt }),
  findRoot: (given) => findRoot(given, process.cwd()),
  connect: async ({ root, baseUrl, token, mayStart, storePath }, onStart, agent) => {
    const { connect } = await import('./cli/door/connect');
    const serverPath = join(import.meta.dirname, 'main.mjs');
    const { env } = process;
    const wanted = { root, baseUrl, token, mayStart, storePath };
    return await connect({ ...wanted, serverPath, version, env, onStart, agent });
  },
  readInput: () => text(process.stdin),
  onInterrupt: (listener) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
  leave: (exit) => process.exit(exit),
};

process.on('SIGINT', interrupt);
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

void runCommandLine(process.argv.slice(2), world).then((exit) => {
  process.exitCode = exit;
});
