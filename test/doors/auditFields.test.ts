import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type HelloParams, protocolVersion } from '#protocol/connection';
import { type EventType, eventTypes, sources } from '#protocol/events';
import type { EventRow } from '#protocol/rows';
import { openSocketDoor, type SocketDoor } from '../../server/src/transports/socket';
import { type HttpScene, httpScene } from '../http/httpScene';
import { composeMemory, type MemoryServer } from '../support/composeMemory';
import { preparedRollback } from '../support/preparedRollback';
import { type SocketPeer, socketPeer } from '../support/socketPeer';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';
import { contractPlan, nextPlan } from './stages';

const token = 'ab'.repeat(32);
const failing = JSON.stringify({
  schema: 'plan/1',
  title: 'Fail',
  profile: 'dev',
  policy: { reliability: { retry: { max_attempts: 2, delay: 0 } } },
  steps: [{ id: 'go', uses: 'shell.run', with: { argv: ['bad'] } }],
});
const actorForm = /^(user:[^\s]+|discord:\d+|agent:[A-Za-z0-9._-]+|policy:[^\s]+|system)$/;

describe('the record of a rich run through every door', () => {
  let folder: string;
  let server: MemoryServer;
  let socket: SocketDoor;
  let http: HttpScene;
  const peers: SocketPeer[] = [];

  before(async () => {
    folder = temporaryFolder();
    server = composeMemory({
      files: { 'a.txt': 'a\n' },
      program: ({ argv }) => ({ exitCode: argv[0] === 'bad' ? 1 : 0 }),
    });
    const listen: Parameters<typeof httpScene>[2] = (listener) => server.context.bus.listen(listener);
    socket = await openSocketDoor({
      path: join(folder, 'audit.sock'),
      desk: { handlers: server.handlers, log: server.log },
      greeter: { token, actor: 'user:ann', version: '1', pid: 1, root: folder },
      listen,
    });
    http = await httpScene(server.handlers, {}, listen);
  });
  after(async () => {
    for (const peer of peers) peer.close();
    await Promise.all([socket.close(0), http.door.close(0)]);
    removeFolder(folder);
  });

  const come = async (source: HelloParams['source'], more: Partial<HelloParams> = {}) => {
    const peer = await socketPeer(join(folder, 'audit.sock'), null);
    peers.push(peer);
    const hello = {
      token,
      protocol: protocolVersion,
      source,
      client: { name: 'a client', version: '1' },
      ...more,
    };
    await peer.connection.sendRequest('server/hello', hello);
    return peer;
  };
  const post = async (path: string, body: object, message: string) => {
    const headers = { 'client-message-id': message };
    const answer = await http.ask(`/api/v1${path}`, { method: 'POST', body: JSON.stringify(body), headers });
    assert.ok(answer.status < 300, JSON.stringify(answer.body));
    return answer.body;
  };

  const waitingIn = async (run_id: string) => {
    await server.request('run/wait', { run_id });
    const [open] = (await server.request('approval/list', { run_id, state: 'requested' })).items;
    assert.ok(open);
    return open;
  };

  /** A session from its first word to a rollback; each step of it comes through another door. */
  const richRun = async () => {
    const [editor, cli, agent] = [
      await come('vscode'),
      await come('cli'),
      await come('mcp', { role: 'operator' }),
    ];
    const sender = { id: '4711', message_id: '815' };
    const chat = await come('discord', { role: 'approver', sender });
    const { id: session_id } = await post('/sessions', { goal: 'everything' }, 'm-1');
    await agent.request('plan/import', { session_id, text: contractPlan, file_name: 'plan.json' });
    await chat.request('plan/approve', { session_id, version: 1 });
    const { run_id } = await cli.request('run/start', { session_id });
    const first = await waitingIn(run_id);
    const preview_id = first.preview_ids[0] ?? '';
    await editor.request('preview/comment', { preview_id, hunk: 0, text: 'why?' });
    await editor.request('approval/grant', { approval_id: first.approval_id, confirm_high_risk: true });
    await server.request('run/wait', { run_id });
    await cli.request('checkpoint/create', { name: 'after' });
    const approval_id = await preparedRollback(cli, { target: run_id });
    await post(`/approvals/${approval_id}/grant`, { confirm_high_risk: true }, 'm-2');
    await cli.request('rollback/apply', { approval_id });
    return { session_id, run_id, cli, agent, chat };
  };

  const endings = async ({ session_id, cli, agent, chat }: Awaited<ReturnType<typeof richRun>>) => {
    await agent.request('plan/import', { session_id, text: nextPlan, file_name: 'plan.json' });
    await chat.request('plan/reject', { session_id, version: 2, reason: 'no' });
    const other = await post('/sessions', { safety_profile: 'dev' }, 'm-3');
    await cli.request('plan/import', { session_id: other.id, text: failing });
    await cli.request('plan/approve', { session_id: other.id, version: 1 });
    const failed = await cli.request('run/start', { session_id: other.id });
    await server.request('run/wait', { run_id: failed.run_id });
    await post(`/sessions/${other.id}/stop`, { reason: 'enough' }, 'm-4');
    const gone = await cli.request('session/create', {});
    await cli.request('session/delete', { session_id: gone.id });
    const late = await cli.request('session/create', {});
    await cli.request('plan/import', { session_id: late.id, text: contractPlan, file_name: 'plan.json' });
    await server.clock.advance(25 * 60 * 60_000);
    await cli.request('approval/list', {});
  };

  const allEvents = async () => (await server.context.ports.store.events({ limit: null })).items;

  it('GATE-23: has who, by which door, and the message where there was one, in every row', async () => {
    const made = await richRun();
    await endings(made);
    const events = await allEvents();
    for (const event of events) {
      const told = JSON.stringify(event);
      assert.match(event.actor, actorForm, told);
      assert.ok(sources.includes(event.source), told);
      assert.ok(followsItsDoor(event), told);
    }
    const seen = (source: string) => events.filter((event) => event.source === source).length;
    for (const source of ['vscode', 'cli', 'http', 'discord', 'mcp', 'system']) {
      assert.ok(seen(source) > 0, `nothing came by ${source}`);
    }
    const messages = new Set(events.flatMap(({ client_message_id }) => client_message_id ?? []));
    assert.deepEqual([...messages].sort(), ['815', 'm-1', 'm-2', 'm-3', 'm-4']);
    assert.deepEqual(server.faults, []);
  });

  it('GATE-23: was rich: more than half of the types of events stand in it', async () => {
    const types = new Set((await allEvents()).map(({ type }) => type));
    const all = Object.keys(eventTypes) as EventType[];
    assert.ok(types.size > all.length / 2, `${types.size} of ${all.length}: ${[...types].sort().join(' ')}`);
  });
});

/** A chat's rows name sender and message, an agent's rows the agent, what nobody asked for names no message. */
function followsItsDoor({ source, actor, client_message_id }: EventRow): boolean {
  switch (source) {
    case 'discord':
      return actor === 'discord:4711' && client_message_id === '815';
    case 'mcp':
      return actor.startsWith('agent:') && client_message_id === null;
    case 'http':
      return actor === 'user:ann' && client_message_id !== null;
    case 'system':
      return client_message_id === null && /^(system|policy:)/.test(actor);
    default:
      return client_message_id === null && /^(user:|policy:)/.test(actor);
  }
}
