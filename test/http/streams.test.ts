import assert from 'node:assert/strict';
import { connect } from 'node:net';
import type { HttpLimits } from '../../server/src/transports/http/httpLimits';
import { composeMemory, type MemoryServer } from '../support/composeMemory';
import { EventReader } from '../support/eventReader';
import { until } from '../support/until';
import { type HttpScene, httpScene, testTokens } from './httpScene';

const prefix = '/api/v1';
const plan = {
  schema: 'plan/1',
  title: 'Ask',
  steps: [
    { id: 'look', uses: 'list_dir', with: { path: '.' } },
    { id: 'run', uses: 'shell.run', with: { argv: ['true'] }, needs: ['look'], risk: 'medium' },
  ],
};

const streamOf = (scene: HttpScene, path: string, headers: Record<string, string> = {}) =>
  EventReader.open(scene.url + prefix + path, { authorization: `Bearer ${testTokens.viewer}`, ...headers });

describe('streams of events over HTTP', () => {
  let server: MemoryServer;
  let scene: HttpScene;
  const open = async (limits: Partial<HttpLimits> = {}) => {
    server = composeMemory({ files: { 'a.txt': 'a' } });
    scene = await httpScene(server.handlers, limits, (listener) => server.context.bus.listen(listener));
  };
  afterEach(() => scene.door.close(100));

  const begin = async () => {
    const { id } = await server.request('session/create', {});
    await server.request('plan/import', { session_id: id, text: JSON.stringify(plan), file_name: 'p.json' });
    await server.request('plan/approve', { session_id: id, version: 1 });
    const { run_id } = await server.request('run/start', { session_id: id });
    return { session_id: id, run_id };
  };
  const pending = (run_id: string) =>
    until(
      'the request',
      async () => (await server.request('approval/list', { run_id, state: 'requested' })).items[0],
    );

  it('FLOW-28: tells every event of a run in order, once, and ends with the run', async () => {
    await open();
    const { run_id } = await begin();
    const reader = await streamOf(scene, `/runs/${run_id}/events/stream`);
    const { approval_id } = await pending(run_id);
    await server.request('approval/grant', { approval_id, confirm_high_risk: true });
    await reader.ended;
    const { items } = await server.request('event/list', { run_id, limit: 500 });
    const upToEnd = items.slice(0, items.findIndex(({ type }) => type === 'run.ended') + 1);
    assert.deepEqual(
      reader.sent.slice(0, upToEnd.length).map(({ data }) => data.seq),
      upToEnd.map(({ seq }) => seq),
    );
    assert.deepEqual(reader.ids(), [...new Set(reader.ids())]);
    const last = reader.sent.at(-1);
    assert.deepEqual([last?.event, last?.data.status], ['end', 'succeeded']);
  });

  it('goes on after the event that a reader had last, and says when there is nothing more', async () => {
    await open();
    const { run_id } = await begin();
    const first = await streamOf(scene, `/runs/${run_id}/events/stream`);
    const { approval_id } = await pending(run_id);
    await until('some events', () => first.sent.length > 2);
    first.leave();
    await first.ended;
    const had = first.ids().slice(0, 2);
    const second = await streamOf(scene, `/runs/${run_id}/events/stream`, {
      'last-event-id': had[1] ?? '',
    });
    await server.request('approval/grant', { approval_id, confirm_high_risk: true });
    await second.ended;
    const { items } = await server.request('event/list', { run_id, limit: 500 });
    const ended = items.findIndex(({ type }) => type === 'run.ended') + 1;
    assert.deepEqual(
      [...had, ...second.ids()].slice(0, ended),
      items.slice(0, ended).map(({ seq }) => String(seq)),
    );
    const lastId = String(items.at(-1)?.seq);
    const third = await streamOf(scene, `/runs/${run_id}/events/stream`, { 'last-event-id': lastId });
    assert.equal(third.status, 204);
  });

  it('GATE-26: shows what asks for a decision to a reader of all events, as it happens', async () => {
    await open();
    const [events, notices] = [
      await streamOf(scene, '/events/stream'),
      await streamOf(scene, '/notifications/stream'),
    ];
    await until('both streams', () => events.beats > 0 && notices.beats > 0);
    const { run_id } = await begin();
    const { approval_id } = await pending(run_id);
    await until(
      'the request in both',
      () =>
        events.sent.some(({ event, data }) => event === 'approval.requested' && data.run_id === run_id) &&
        notices.sent.some(
          ({ event, data }) =>
            event === 'approval/changed' &&
            (data as unknown as { approval_id: string }).approval_id === approval_id,
        ),
    );
    assert.ok(events.sent.every(({ id }) => id !== undefined));
    events.leave();
    notices.leave();
  });

  it('says from time to time that it is still there', async () => {
    await open({ heartbeatMs: 5 });
    const reader = await streamOf(scene, '/events/stream');
    await until('beats', () => reader.beats > 2);
    reader.leave();
  });

  it('cuts off a reader that takes nothing, and keeps nothing for it', async () => {
    await open();
    const { run_id } = await begin();
    const run = await server.request('run/show', { run_id });
    const [event] = (await server.request('event/list', { run_id, limit: 1 })).items;
    assert.ok(event);
    await scene.door.close(100);
    let pages = 0;
    const given = {
      'run/show': async () => ({ ...run, status: 'running' as const }),
      'event/list': async ({ after_seq = 0 }: { readonly after_seq?: number | undefined }) => {
        pages += 1;
        const items = [{ ...event, seq: after_seq + 1, summary: 'x'.repeat(200_000) }];
        return { count: 1, total: 1, limit: 1, offset: 0, items };
      },
    };
    scene = await httpScene(given, { stallMs: 50 });
    const socket = connect(scene.port, '127.0.0.1');
    socket.write(
      `GET ${prefix}/runs/run-1/events/stream HTTP/1.1\r\nHost: 127.0.0.1:${scene.port}\r\nAuthorization: Bearer ${testTokens.viewer}\r\n\r\n`,
    );
    socket.pause();
    const line = await until('the door to end the answer', () => scene.lines[0]);
    assert.equal(line.status, 200);
    const then = pages;
    assert.ok(then < 1000, `${then} pages were read for nobody`);
    socket.destroy();
  });

  it('ends with its token, and with the door', async () => {
    await open({ heartbeatMs: 5 });
    const reader = await streamOf(scene, '/events/stream');
    await scene.door.close(1000);
    await reader.ended;
  });

  it('opens no more streams than it may, and none for a run that does not exist', async () => {
    await open({ streams: 1 });
    const one = await streamOf(scene, '/events/stream');
    assert.equal((await streamOf(scene, '/events/stream')).status, 503);
    one.leave();
    await until('a place', async () => {
      const next = await streamOf(scene, '/events/stream');
      next.leave();
      return next.status === 200;
    });
    await until(
      'a place',
      async () => (await streamOf(scene, '/runs/run-none/events/stream')).status === 404,
    );
    const bad = await scene.ask(`${prefix}/events/stream`, { headers: { 'last-event-id': 'x' } });
    assert.equal(bad.status, 400);
  });
});

describe('the numbers of the HTTP door', () => {
  it('says in the form of Prometheus what the server does and how it answered', async () => {
    const server = composeMemory();
    const scene = await httpScene(server.handlers);
    await scene.ask('/runs');
    await scene.ask('/runs', { token: 'wrong' });
    const headers = { authorization: `Bearer ${testTokens.viewer}` };
    const answer = await fetch(`${scene.url}/metrics`, { headers });
    const text = await answer.text();
    await scene.door.close(100);
    assert.match(answer.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/);
    for (const line of text.trimEnd().split('\n')) {
      assert.match(
        line,
        /^(# (HELP|TYPE) holdpoint_\w+ .+|holdpoint_\w+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [\d.e-]+)$/,
      );
    }
    assert.match(text, /holdpoint_up 1/);
    assert.match(text, /holdpoint_http_requests_total\{method="GET",status="200"\} 1/);
    assert.match(text, /holdpoint_http_auth_failures_total 1/);
  });
});
