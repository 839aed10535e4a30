import { deepStrictEqual, match, rejects, strictEqual, throws } from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import {
  createMessageConnection,
  ResponseError,
  SocketMessageReader,
  SocketMessageWriter,
} from 'vscode-jsonrpc/node';
import type { AppError } from '#protocol/errors';
import { type ConnectOptions, connect } from '../../server/src/cli/door/connect';
import { findRoot } from '../../server/src/cli/door/findRoot';
import { socketPath } from '../../server/src/main/socketPath';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';

/** A server of a few lines that greets whoever knows its token. */
async function listen(path: string, sockets: Set<Socket>): Promise<Server> {
  const server = createServer((socket) => {
    sockets.add(socket);
    const rpc = createMessageConnection(new SocketMessageReader(socket), new SocketMessageWriter(socket));
    const refuse = (error_code: string, message: string, details?: object) =>
      new ResponseError(-32000, message, { error: 'x', error_code, message, details });
    rpc.onRequest('server/hello', ({ token, source }: { token: string; source: string }) =>
      token === 'right' && source === 'cli'
        ? { actor: 'user:a', pid: 7 }
        : refuse('UNAUTHORIZED', 'no such token'),
    );
    rpc.onRequest('run/show', ({ run_id }: { run_id: string }) =>
      refuse('NOT_FOUND', `no run ${run_id}`, { run_id }),
    );
    rpc.onRequest('run/wait', () => socket.destroy());
    rpc.onRequest('server/status', () => {
      void rpc.sendNotification('run/changed', { run_id: 'r', status: 'running' });
      return { pid: 7 };
    });
    rpc.onError(() => undefined);
    rpc.listen();
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return server;
}

describe('reaching the server of a workspace', () => {
  let root: string;
  let server: Server | undefined;
  const sockets = new Set<Socket>();
  const options = (more: Partial<ConnectOptions> = {}): ConnectOptions => ({
    root,
    baseUrl: undefined,
    token: undefined,
    mayStart: false,
    serverPath: join(root, 'main.mjs'),
    version: '1',
    env: {},
    onStart: () => undefined,
    ...more,
  });
  const describeServer = (socket: string, pid = process.pid) =>
    writeFileSync(
      join(root, '.holdpoint', 'server.json'),
      JSON.stringify({ pid, socket, base_url: 'http://127.0.0.1:1' }),
    );
  const start = async () => {
    const path = socketPath(root);
    server = await listen(path, sockets);
    describeServer(path);
    writeFileSync(join(root, '.holdpoint', 'token'), 'right\n');
  };
  const failsWith = (code: string, exit: RegExp) => (error: unknown) => {
    match((error as AppError).message, exit);
    return (error as AppError).code === code;
  };
  beforeEach(() => {
    root = temporaryFolder();
    mkdirSync(join(root, '.holdpoint'));
  });
  afterEach(() => {
    for (const socket of sockets) {
      socket.destroy();
    }
    sockets.clear();
    server?.close();
    server = undefined;
    removeFolder(root);
  });

  it('says hello with the token file and hears answers and events', async () => {
    await start();
    const door = await connect(options());
    const heard: unknown[] = [];
    const off = door.on('run/changed', (payload) => heard.push(payload));
    deepStrictEqual(await door.request('server/status', {}), { pid: 7 });
    deepStrictEqual(heard, [{ run_id: 'r', status: 'running' }]);
    off();
    strictEqual(door.server?.actor, 'user:a');
    door.close();
  });

  it('shows the token to no socket but one of this user', async () => {
    const path = join(root, 's');
    server = await listen(path, sockets);
    describeServer(path);
    writeFileSync(join(root, '.holdpoint', 'token'), 'right\n');
    await rejects(connect(options()), failsWith('SERVER_UNREACHABLE', /no server lives/));
    strictEqual(sockets.size, 0);
  });

  it('prefers the flag over the environment over the file for the token', async () => {
    await start();
    (await connect(options({ token: 'right', env: { HOLDPOINT_TOKEN: 'wrong' } }))).close();
    await rejects(
      connect(options({ env: { HOLDPOINT_TOKEN: 'wrong' } })),
      failsWith('UNAUTHORIZED', /no such token/),
    );
    await rejects(
      connect(options({ token: 'wrong', env: { HOLDPOINT_TOKEN: 'right' } })),
      failsWith('UNAUTHORIZED', /token/),
    );
  });

  it('raises the server’s error as it was raised there', async () => {
    await start();
    const door = await connect(options());
    await rejects(door.request('run/show', { run_id: 'run-9' }), (error: AppError) => {
      deepStrictEqual(
        [error.code, error.message, error.details],
        ['NOT_FOUND', 'no run run-9', { run_id: 'run-9' }],
      );
      return true;
    });
    door.close();
  });

  it('ends a request when the server goes away', async () => {
    await start();
    const door = await connect(options());
    await rejects(
      door.request('run/wait', { run_id: 'r' }),
      failsWith('SERVER_UNREACHABLE', /closed the connection/),
    );
    door.close();
  });

  it('takes no dead, broken or missing server.json for a server (exit 4)', async () => {
    const none = failsWith('SERVER_UNREACHABLE', /no server lives/);
    await rejects(connect(options()), none);
    writeFileSync(join(root, '.holdpoint', 'server.json'), '{"pid":');
    await rejects(connect(options()), none);
    writeFileSync(join(root, '.holdpoint', 'token'), 'right');
    describeServer(join(root, 'nobody'));
    await rejects(connect(options()), none);
    describeServer(join(root, 'nobody'), 2 ** 30);
    await rejects(connect(options()), none);
  });

  it('refuses without a token before it asks anything', async () => {
    describeServer(socketPath(root));
    await rejects(connect(options()), failsWith('UNAUTHORIZED', /there is no token/));
  });

  it('GATE-24: shows the token of the folder to its own server and to no other address', async () => {
    await start();
    await rejects(
      connect(options({ baseUrl: 'http://127.0.0.1:2' })),
      failsWith('UNAUTHORIZED', /there is no token for http:\/\/127\.0\.0\.1:2/),
    );
    await rejects(
      connect(options({ env: { HOLDPOINT_BASE_URL: 'http://127.0.0.1:2' } })),
      failsWith('UNAUTHORIZED', /HOLDPOINT_TOKEN/),
    );
    (await connect(options({ baseUrl: 'http://127.0.0.1:1' }))).close();
  });

  it('lets a token travel to this machine or encrypted, and nowhere else', async () => {
    for (const baseUrl of [
      'http://example.org',
      'ftp://127.0.0.1',
      'nowhere',
      'http://127.0.0.1.example.org',
    ]) {
      const asked = connect(options({ baseUrl, token: 'x' }));
      await rejects(asked, failsWith('BAD_REQUEST', /is no https: address/));
    }
    (await connect(options({ baseUrl: 'https://example.org', token: 'x' }))).close();
  });

  it('tells why a server did not start, with its last words', async () => {
    writeFileSync(join(root, 'main.mjs'), 'console.error("the disk is gone"); process.exit(3);');
    let started = 0;
    const asked = connect(options({ mayStart: true, onStart: () => (started += 1) }));
    await rejects(asked, failsWith('SERVER_UNREACHABLE', /it ended with code 3\nthe disk is gone/));
    strictEqual(started, 1);
  });

  it('finds the nearest workspace upwards', () => {
    const deep = join(root, 'a', 'b');
    mkdirSync(deep, { recursive: true });
    strictEqual(findRoot(undefined, deep), root);
    mkdirSync(join(root, 'a', '.git'));
    strictEqual(findRoot(undefined, deep), join(root, 'a'));
    strictEqual(findRoot('..', deep), join(root, 'a'));
    throws(() => findRoot('none', deep), /no folder/);
  });
});
