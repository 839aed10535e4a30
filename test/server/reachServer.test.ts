import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { createMessageConnection, type MessageConnection } from 'vscode-jsonrpc/node';
import type { Method, Params, Result } from '#protocol/methods';
import { type ReachOptions, reachServer } from '../../client/src/connection/server/reachServer';
import { socketPath } from '../../server/src/main/socketPath';
import { runPlan } from '../support/planRun';
import { temporaryFolder } from '../support/temporaryFolder';
import { until } from '../support/until';

describe('reaching the server of a workspace from the editor', () => {
  const connections: MessageConnection[] = [];
  let root: string;
  const options = (more: Partial<ReachOptions> = {}): ReachOptions => ({
    root,
    serverPath: resolve('dist/server/main.mjs'),
    version: '0',
    isTrusted: true,
    onStart: () => undefined,
    ...more,
  });
  const reach = async (more: Partial<ReachOptions> = {}) => {
    const streams = await reachServer(options(more));
    const connection = createMessageConnection(streams.reader, streams.writer);
    connection.listen();
    connections.push(connection);
    return { streams, connection };
  };

  /** A workspace whose files say that this process is its server. */
  const pretendServerAt = (socket: string) => {
    mkdirSync(join(root, '.holdpoint'), { mode: 0o700 });
    writeFileSync(join(root, '.holdpoint', 'token'), 'ab'.repeat(32));
    const file = { pid: process.pid, start: null, socket, base_url: null, version: '0', protocol: 1 };
    writeFileSync(join(root, '.holdpoint', 'server.json'), JSON.stringify(file));
  };

  beforeEach(() => {
    root = temporaryFolder();
  });
  afterEach(async () => {
    await connections[0]?.sendRequest('server/stop', {}).catch(() => undefined);
    for (const connection of connections.splice(0)) {
      connection.dispose();
    }
    rmSync(root, { recursive: true, force: true });
  });

  it('starts one when none lives; a second window attaches to the same', async () => {
    let startCount = 0;
    const onStart = () => {
      startCount += 1;
    };
    const first = await reach({ onStart });
    const second = await reach({ onStart });
    assert.equal(first.streams.hello.pid, second.streams.hello.pid);
    assert.equal(startCount, 1);
  });

  it('speaks the contract and the language server protocol on one socket', async () => {
    const { connection } = await reach();
    const asked = connection.sendRequest('initialize', { processId: 1, rootUri: null, capabilities: {} });
    const status: { pid: number } = await connection.sendRequest('server/status', {});
    assert.equal(typeof ((await asked) as { capabilities: unknown }).capabilities, 'object');
    await connection.sendRequest('shutdown');
    await connection.sendNotification('exit');
    const after: { pid: number } = await connection.sendRequest('server/status', {});
    assert.equal(after.pid, status.pid);
  });

  it('starts another where the one that is found dies before it answers', async () => {
    const path = socketPath(root);
    const dying = createServer((socket) => socket.destroy());
    await new Promise<void>((listening) => dying.listen(path, listening));
    pretendServerAt(path);
    const { streams } = await reach();
    assert.notEqual(streams.hello.pid, process.pid);
    await new Promise((closed) => dying.close(closed));
  });

  it('speaks to no socket but one of this user, whatever a file in the workspace says', async () => {
    let isSpokenTo = false;
    const path = join(root, 'strange.sock');
    const stranger = createServer((socket) => {
      isSpokenTo = true;
      socket.destroy();
    });
    await new Promise<void>((listening) => stranger.listen(path, listening));
    pretendServerAt(path);
    const { streams } = await reach();
    assert.notEqual(streams.hello.pid, process.pid);
    assert.equal(isSpokenTo, false);
    await new Promise((closed) => stranger.close(closed));
  });

  it('FLOW-24: tells the server that it starts where traces of runs go', async () => {
    const bodies: string[] = [];
    const collector = createHttpServer(async (request, response) => {
      bodies.push(await text(request));
      response.writeHead(200).end('{}');
    });
    await new Promise<void>((listening) => collector.listen(0, '127.0.0.1', listening));
    const { port } = collector.address() as AddressInfo;
    const { connection } = await reach({ otlpEndpoint: `http://127.0.0.1:${port}` });
    const peer = {
      request: <M extends Method>(method: M, params: Params<M>): Promise<Result<M>> =>
        connection.sendRequest(method, params),
    };
    const { trace_id } = await runPlan(peer, [{ id: 'look', uses: 'list_dir', with: { path: '.' } }]);
    await until('the trace to arrive', () => bodies.some((body) => body.includes(trace_id)));
    collector.close();
  });

  it('FLOW-18: tells the server that it starts what one query may cost', async () => {
    const { connection } = await reach({ queryLimits: { spans: 1_000 } });
    const spanAt = (index: number) => ({
      traceId: '5'.repeat(32),
      spanId: (index + 1).toString(16).padStart(16, '0'),
      name: 'work',
      startTimeUnixNano: `${1_700_000_000_000_000_000n + BigInt(index)}`,
      endTimeUnixNano: `${1_700_000_000_000_001_000n + BigInt(index)}`,
    });
    for (let first = 0; first < 1_100; first += 100) {
      const spans = Array.from({ length: 100 }, (_, index) => spanAt(first + index));
      await connection.sendRequest('span/receive', { resourceSpans: [{ scopeSpans: [{ spans }] }] });
    }
    const ask = (q: string) => connection.sendRequest<Result<'trace/query'>>('trace/query', { q });
    const { is_partial, partial_reason } = await ask('{ name = "work" }');
    assert.deepEqual([is_partial, partial_reason], [true, 'spans']);
  });

  it('says that the folder is gone', async () => {
    await assert.rejects(reach({ root: `${root}/nowhere` }), { code: 'NOT_FOUND' });
  });
});
