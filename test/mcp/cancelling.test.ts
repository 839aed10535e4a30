import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import type { CancelSignal, Handlers } from '#protocol/methods';
import { httpScene, testTokens } from '../http/httpScene';
import { until } from '../support/until';
import { serveScripted } from './scriptedServer';

/** A run that nobody finishes: who waits for it waits until they give up. */
function endless() {
  const seen = { waiting: 0, givenUp: 0 };
  const waitFor: Handlers['run/wait'] = (_, __, signal: CancelSignal) => {
    seen.waiting += 1;
    return new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        seen.givenUp += 1;
        reject(new DOMException('the agent left', 'AbortError'));
      });
    });
  };
  return { seen, waitFor };
}

describe('an agent that gives a request up', () => {
  const open: { close(): Promise<unknown> }[] = [];
  afterEach(async () => {
    for (const each of open.splice(0).reverse()) {
      await each.close();
    }
  });

  const agentOver = async (transport: Parameters<Client['connect']>[0], mode?: 'auto') => {
    const options = mode === undefined ? {} : { versionNegotiation: { mode } };
    const agent = new Client({ name: 'test agent', version: '1' }, options);
    open.push(agent);
    await agent.connect(transport);
    return agent;
  };
  const wait = (agent: Client, signal: AbortSignal) =>
    agent.callTool({ name: 'wait_for_run', arguments: { run_id: 'run-1', timeout_ms: 600_000 } }, { signal });

  const stops = async (agent: Client, { seen }: ReturnType<typeof endless>) => {
    const leave = new AbortController();
    const [given, kept] = [wait(agent, leave.signal), wait(agent, new AbortController().signal)];
    kept.catch(() => undefined);
    await until('both to wait', () => seen.waiting === 2);
    leave.abort();
    await assert.rejects(given);
    await until('the server to stop waiting', () => seen.givenUp === 1);
    assert.ok((await agent.listTools()).tools.length > 0);
    assert.deepEqual(seen, { waiting: 2, givenUp: 1 });
  };

  for (const mode of [undefined, 'auto'] as const) {
    const revision = mode === undefined ? 'with a handshake' : 'without one';
    it(`stops what it asked for over HTTP, ${revision}, and nothing else`, async () => {
      const run = endless();
      const scene = await httpScene({ 'run/wait': run.waitFor, 'server/status': async () => status });
      open.push({ close: () => scene.door.close(100) });
      const headers = { authorization: `Bearer ${testTokens.operator}` };
      const url = new URL('/mcp', scene.url);
      await stops(
        await agentOver(new StreamableHTTPClientTransport(url, { requestInit: { headers } }), mode),
        run,
      );
    });
  }

  it('stops what it asked for over stdin, and nothing else', async () => {
    const run = endless();
    const server = await serveScripted({ 'run/wait': run.waitFor, 'server/status': async () => status });
    open.push(server);
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [resolve('dist/server/cli.cjs'), '--root', server.root, '--no-start', 'mcp'],
      cwd: server.root,
      env: { PATH: process.env['PATH'] ?? '' },
      stderr: 'ignore',
    });
    await stops(await agentOver(transport), run);
  });
});

const status = {
  ...{ status: 'ok', version: '1', pid: 1, root: '/w', uptime_seconds: 1, clients: 0 },
  ...{ active_runs: 0, pending_approvals: 0, tracer_faults: 0 },
  store: { schema_version: 1, bytes: 1, used_bytes: 1, read_only_reason: null },
} as never;
