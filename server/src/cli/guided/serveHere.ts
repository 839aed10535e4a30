import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import type { Call, Outcome } from '../invocation';

/** Runs the server in the foreground; Ctrl-C ends it gracefully. */
export async function serveHere(call: Call): Promise<Outcome> {
  const port = call.given.number('port');
  const backend = call.given.text('repoBackend');
  const store = call.given.text('sqliteDbPath');
  const token = call.given.text('apiToken');
  // Not among the arguments, which everybody on the machine can read.
  const env = token === undefined ? {} : { HOLDPOINT_API_TOKEN: token };
  const server = spawn(
    process.execPath,
    [
      join(call.programs, 'main.mjs'),
      ...['--root', call.globals.root, '--foreground'],
      ...(port === undefined ? [] : ['--port', String(port)]),
      ...(backend === undefined ? [] : ['--repo-backend', backend]),
      ...(store === undefined ? [] : ['--sqlite-db-path', resolve(call.cwd, store)]),
    ],
    { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } },
  );
  const off = call.onInterrupt(() => void server.kill('SIGINT'));
  const exit = await new Promise<number>((done, reject) => {
    server.once('error', reject);
    server.once('exit', (code) => done(code ?? 1));
  });
  off();
  return { document: { root: call.globals.root, exit }, text: '', exit: exit === 0 || exit === 2 ? exit : 1 };
}
