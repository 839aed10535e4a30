import assert from 'node:assert/strict';
import { composeMemory, type MemoryServer } from '../support/composeMemory';
import { type HttpScene, httpScene } from './httpScene';

const isLong = process.env['HOLDPOINT_LONG'] === '1';
const clients = isLong ? 64 : 8;
const lengthMs = isLong ? 60_000 : 1_000;
const prefix = '/api/v1';
const plan = { steps: [{ id: 'look', title: 'Look', tool: 'list_dir', inputs: { path: '.' } }] };

describe('the HTTP door under load', () => {
  let server: MemoryServer;
  let scene: HttpScene;
  const tookMs: number[] = [];
  before(async () => {
    server = composeMemory({ files: { 'a.txt': 'a' } });
    scene = await httpScene(server.handlers, {}, (listener) => server.context.bus.listen(listener));
  });
  after(() => scene.door.close(100));

  const ask = async (path: string, body?: object) => {
    const startMs = performance.now();
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const answer = await scene.ask(prefix + path, init);
    tookMs.push(performance.now() - startMs);
    return answer;
  };

  /** One client's round: a plan whose approval several decide at once, a run, its events. */
  const round = async () => {
    const { id } = (await ask('/sessions', {})).body;
    assert.equal((await ask(`/sessions/${id}/plans/import`, plan)).status, 200);
    const { items } = (await ask(`/approvals?state=requested&session_id=${id}`)).body;
    const decisions = await Promise.all(
      [1, 2, 3].map(() => ask(`/approvals/${items[0].approval_id}/grant`, {})),
    );
    const won = decisions.filter(({ status }) => status === 200).length;
    const lost = decisions.filter(({ body }) => body.error_code === 'ALREADY_DECIDED').length;
    assert.deepEqual([won, lost], [1, 2]);
    const run = (await ask('/runs?wait=true', { session_id: id })).body;
    assert.equal(run.status, 'succeeded', JSON.stringify(run));
    const events = (await ask(`/sessions/${id}/events?limit=500`)).body.items as {
      seq: number;
      type: string;
    }[];
    const count = (type: string) => events.filter((event) => event.type === type).length;
    assert.deepEqual(
      [
        'session.created',
        'plan.imported',
        'approval.granted',
        'run.created',
        'step.succeeded',
        'run.ended',
      ].map(count),
      [1, 1, 1, 1, 1, 1],
    );
    return events.map(({ seq }) => seq);
  };

  it(`loses no event and lets nobody decide twice, with ${clients} clients at once`, async () => {
    const end = performance.now() + lengthMs;
    const seen: number[] = [];
    const client = async () => {
      do {
        seen.push(...(await round()));
      } while (performance.now() < end);
    };
    await Promise.all(Array.from({ length: clients }, client));
    assert.equal(new Set(seen).size, seen.length);
    const { total } = await server.request('event/list', { limit: 1 });
    assert.equal(seen.length, total);
    assert.deepEqual(server.faults, []);
    const sorted = tookMs.sort((a, b) => a - b);
    const p99 = sorted[Math.floor(sorted.length * 0.99)] ?? 0;
    process.stdout.write(`    ${sorted.length} requests, p99 ${Math.round(p99)} ms\n`);
  }).timeout(lengthMs + 60_000);
});
