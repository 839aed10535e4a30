import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import type { Call, Outcome } from '../invocation';

/** Runs the server in the foreground; Ctrl-C ends it gracefully. */
export async function serveHere(call: Call): Promise<Outcome> {
  const backend = call.given.text('repoBackend');
  const host = call.given.text('host');
  const token = call.given.text('apiToken');
  // Not among the arguments, which everybody on the machine can read.
  const env = token === undefined ? {} : { HOLDPOINT_API_TOKEN: token };
  const numberOption = (name: string, number: number | undefined) =>
    number === undefined ? [] : [name, String(number)];
  const fileOption = (name: string, file: string | undefined) =>
    file === undefined ? [] : [name, resolve(call.cwd, file)];
  const server = spawn(
    process.execPath,
    [
      join(call.programs, 'main.mjs'),
      ...['--root', call.globals.root, '--foreground'],
      ...numberOption('--port', call.given.number('port')),
      ...numberOption('--query-seconds', call.given.number('querySeconds')),
      ...numberOption('--query-spans', call.given.number('querySpans')),
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
