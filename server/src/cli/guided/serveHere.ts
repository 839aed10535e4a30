import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import type { Call, Outcome } from '../invocation';

/** Runs the server in the foreground; Ctrl-C ends it gracefully. */
export async function serveHere(call: Call): Promise<Outcome> {
  const port = call.given.number('port');
  const backend = call.given.text('repoBackend');
  const host = call.given.text('host');
  const token = call.given.text('apiToken');
  // Not among the arguments, which everybody on the machine can read.
  const env = token === undefined ? {} : { HOLDPOINT_API_TOKEN: token };
  const fileOption = (name: string, file: string | undefined) =>
    file === undefined ? [] : [name, resolve(call.cwd, file)];
  const server = spawn(
    process.execPath,
    [
      join(call.programs, 'main.mjs'),
      ...['--root', call.globals.root, '--foreground'],
      ...(port === undefined ? [] : ['--port', String(port)]),
      ...(host === undefined ? [] : ['--host', host]),
      ...fileOption('--tls-cert', call.given.text('tlsCert')),
      ...fileOption('--tls-key', call.given.text('tlsKey')),
      ...(backend === undefined ? [] : ['--repo-backend', backend]),
      ...fileOption('--sqlite-db-path', call.given.text('sqliteDbPath')),
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
