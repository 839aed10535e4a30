import assert from 'node:assert/strict';
import type { ApprovalView } from '#protocol/methods/approvals';
import { helloOf, type SocketPeer, socketPeer } from '../support/socketPeer';
import { startServer, type TestServer } from '../support/startServer';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';
import { until } from '../support/until';

const plan = JSON.stringify({
  schema: 'plan/1',
  title: 'Ask before a command',
  steps: [
    {
      id: 'say',
      uses: 'shell.run',
      with: { argv: ['echo', '42'] },
      risk: 'medium',
    },
  ],
});

describe('several doors of one server', function () {
  this.timeout(30_000);
  let root: string;
  let server: TestServer;
  const doors: SocketPeer[] = [];

  const door = async (source: 'cli' | 'vscode' | 'mcp' | 'http') => {
    const made = await socketPeer(server.file.socket, null);
    await made.connection.sendRequest('server/hello', { ...helloOf(server.token), source });
    doors.push(made);
    return made;
  };

  beforeEach(async () => {
    root = temporaryFolder();
    server = await startServer(root);
  });
  afterEach(async () => {
    for (const made of doors.splice(0)) {
      made.close();
    }
    await server.kill();
    removeFolder(root);
  });

  it('GATE-26: share one session and one queue: four doors, one decision, all are told', async () => {
    const [cli, vscode, http, mcp] = [
      await door('cli'),
      await door('vscode'),
      await door('http'),
      await door('mcp'),
    ];
    const { id: session_id } = await cli.request('session/create', {});
    const { version } = await vscode.request('plan/import', {
      session_id,
      text: plan,
      file_name: 'plan.json',
    });
    await http.request('plan/approve', { session_id, version });
    const { run_id } = await mcp.request('run/start', { session_id });
    const waiting = await until('the request', async () => (await pending(cli, run_id))[0]);
    const told = new Map<SocketPeer, string>();
    for (const one of doors) {
      one.connection.onNotification('approval/changed', ({ approval_id, status }) => {
        if (approval_id === waiting.approval_id && status === 'granted') {
          told.set(one, status);
        }
      });
    }
    const { approval_id, digest } = waiting;
    const answers = await Promise.allSettled(
      doors.map((one) => one.request('approval/grant', { approval_id, digest })),
    );
    assert.equal(answers.filter(({ status }) => status === 'fulfilled').length, 1);
    const late = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason.data] : []));
    for (const body of late) {
      assert.equal(body.error_code, 'ALREADY_DECIDED');
      assert.equal(typeof body.details.decided_at, 'string');
      assert.ok(['cli', 'vscode', 'http', 'mcp'].includes(body.details.source));
    }
    await until('every door to be told', () => told.size === 4);
    assert.equal(await endOf(vscode, run_id), 'succeeded');
    const { items } = await http.request('event/list', { session_id });
    const sourceOf = (type: string) => items.find((event) => event.type === type)?.source;
    assert.deepEqual(['session.created', 'plan.imported', 'plan.approved', 'run.created'].map(sourceOf), [
      'cli',
      'vscode',
      'http',
      'mcp',
    ]);
  });

  it('keep what waits for a person over the death of the server', async () => {
    const cli = await door('cli');
    const { id: session_id } = await cli.request('session/create', {});
    const { version } = await cli.request('plan/import', { session_id, text: plan, file_name: 'plan.json' });
    await cli.request('plan/approve', { session_id, version });
    const { run_id } = await cli.request('run/start', { session_id });
    await untilWaiting(cli, run_id);
    const before = (await pending(cli, run_id))[0];
    assert.ok(before);
    await server.kill();
    server = await startServer(root);
    const vscode = await door('vscode');
    const [after] = await pending(vscode, run_id);
    assert.equal(after?.approval_id, before.approval_id);
    assert.equal(after?.digest, before.digest);
    await vscode.request('approval/grant', { approval_id: before.approval_id, digest: before.digest });
    assert.equal(await endOf(vscode, run_id), 'succeeded');
  });

  it('let the server go idle while a run waits for a person, and find it again', async () => {
    await server.stop();
    server = await startServer(root, { idleMs: 3000 });
    const cli = await door('cli');
    const { id: session_id } = await cli.request('session/create', {});
    const { version } = await cli.request('plan/import', { session_id, text: plan, file_name: 'plan.json' });
    await cli.request('plan/approve', { session_id, version });
    const { run_id } = await cli.request('run/start', { session_id });
    await untilWaiting(cli, run_id);
    cli.close();
    assert.equal((await server.ended).code, 0);
    server = await startServer(root);
    const again = await door('cli');
    assert.equal((await again.request('run/show', { run_id })).status, 'awaiting_approval');
    assert.equal((await pending(again, run_id)).length, 1);
  });
});

/** `run/wait` answers for a run that waits, too; it needs a moment to notice what was decided. */
function endOf(door: SocketPeer, run_id: string): Promise<string> {
  return until('the end of the run', async () => {
    const { status, ended_at } = await door.request('run/wait', { run_id });
    return ended_at !== null && status;
  });
}

async function untilWaiting(door: SocketPeer, run_id: string): Promise<void> {
  await until('the run to wait', async () => {
    return (await door.request('run/show', { run_id })).status === 'awaiting_approval';
  });
}

async function pending(door: SocketPeer, run_id: string): Promise<readonly ApprovalView[]> {
  return (await door.request('approval/list', { run_id, state: 'requested' })).items;
}
