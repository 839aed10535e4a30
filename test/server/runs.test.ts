import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SocketPeer } from '../support/socketPeer';
import { startServer, type TestServer } from '../support/startServer';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';
import { until } from '../support/until';

/** Says that it runs, then waits for a file named `go`. */
const script = `
const fs = require('node:fs');
fs.appendFileSync('pids', process.pid + '\\n');
setInterval(() => { if (fs.existsSync('go')) process.exit(0); }, 10);
`;

const plan = JSON.stringify({
  schema: 'plan/1',
  title: 'Wait for a file',
  profile: 'dev',
  steps: [
    { id: 'before', uses: 'list_dir', with: { path: '.' } },
    { id: 'wait', uses: 'shell.run', with: { argv: [process.execPath, '-e', script] }, needs: ['before'] },
  ],
});

describe('runs of a server process', function () {
  this.timeout(30_000);
  let root: string;
  const servers: TestServer[] = [];

  const start = async () => {
    const server = await startServer(root);
    servers.push(server);
    return server;
  };
  const pids = () =>
    existsSync(join(root, 'pids'))
      ? readFileSync(join(root, 'pids'), 'utf8').trim().split('\n').map(Number)
      : [];
  const begin = async (peer: SocketPeer) => {
    const { id: session_id } = await peer.request('session/create', { safety_profile: 'dev' });
    const { version } = await peer.request('plan/import', { session_id, text: plan, file_name: 'plan.json' });
    await peer.request('plan/approve', { session_id, version });
    const { run_id } = await peer.request('run/start', { session_id });
    await until('the child', () => pids().length === 1);
    return run_id;
  };

  beforeEach(() => {
    root = temporaryFolder();
  });
  afterEach(async () => {
    writeFileSync(join(root, 'go'), '');
    await until('all children to be gone', () => pids().every((pid) => !isAlive(pid)));
    await Promise.all(servers.splice(0).map((server) => server.kill()));
    removeFolder(root);
  });

  it('go on when the client that started them leaves', async () => {
    const server = await start();
    const first = await server.peer();
    const run_id = await begin(first);
    first.close();
    const second = await server.peer();
    await until('the first client to be gone', async () => {
      return (await second.request('server/status', {})).clients === 1;
    });
    assert.equal((await second.request('run/show', { run_id })).status, 'running');
    writeFileSync(join(root, 'go'), '');
    assert.equal((await second.request('run/wait', { run_id })).status, 'succeeded');
    const { report, failure_text } = await second.request('run/report', { run_id });
    assert.equal(report['status'], 'succeeded');
    assert.equal(failure_text, null);
  });

  it('stand as interrupted after kill -9, and nothing runs again by itself', async () => {
    const server = await start();
    const run_id = await begin(await server.peer());
    await server.kill();
    const peer = await (await start()).peer();
    await assertInterrupted(peer, run_id);
    assert.equal(pids().length, 1);
    peer.close();
  });

  it('end their children when the server is stopped, and stand as interrupted', async () => {
    const server = await start();
    const run_id = await begin(await server.peer());
    assert.equal((await server.stop()).code, 0);
    await until('the child to be gone', () => pids().every((pid) => !isAlive(pid)));
    const peer = await (await start()).peer();
    await assertInterrupted(peer, run_id);
    peer.close();
  });
});

async function assertInterrupted(peer: SocketPeer, run_id: string): Promise<void> {
  const run = await peer.request('run/show', { run_id });
  assert.equal(run.status, 'interrupted');
  assert.deepEqual(
    run.steps.map(({ step_id, status }) => [step_id, status]),
    [
      ['before', 'succeeded'],
      ['wait', 'interrupted'],
    ],
  );
  const { spans } = await peer.request('trace/show', { trace_id: run_id });
  assert.ok(spans.every(({ end_us }) => end_us !== null));
  const verdict = await peer.request('audit/verify', {});
  assert.equal(verdict.ok, true);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
