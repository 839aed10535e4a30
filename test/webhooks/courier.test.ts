import assert from 'node:assert/strict';
import type { JsonObject } from '#protocol/json';
import { webhookBody } from '#protocol/webhooks/webhookBody';
import type { WebhookKind } from '#protocol/webhooks/webhookKinds';
import type { WebhookAnswer, WebhookMessage, Webhooks } from '../../server/src/runtime/ports/webhookPort';
import { Courier } from '../../server/src/runtime/webhooks/courier';
import type { MemoryServer } from '../support/composeMemory';
import { command, type Journey, journey, planText, turnOfLoop } from '../support/journey';

const gated = planText([command('go', 'make', { risk: 'medium' })]);
const all = ['approval.requested', 'approval.decided', 'run.ended'] as const;

interface Sent {
  readonly to: string;
  readonly id: string;
  readonly body: string;
}

/** Who is told in a test, and how they answer; a function may throw as a broken network does. */
class Receivers implements Webhooks {
  readonly messages: Sent[] = [];
  readonly #created_at: string;
  readonly #kinds: Record<string, readonly WebhookKind[]>;
  answer: (to: string, signal: AbortSignal) => Promise<Partial<WebhookAnswer>> = async () => ({});

  constructor(server: MemoryServer, kinds: Record<string, readonly WebhookKind[]>) {
    this.#created_at = new Date(server.clock.now()).toISOString();
    this.#kinds = kinds;
  }

  targets() {
    const ids = Object.keys(this.#kinds);
    return ids.map((id) => ({ id, name: id, kinds: this.#kinds[id] ?? [], created_at: this.#created_at }));
  }

  remove(id: string) {
    delete this.#kinds[id];
  }

  async send(to: string, { id, body }: WebhookMessage, signal: AbortSignal): Promise<WebhookAnswer> {
    this.messages.push({ to, id, body });
    return { status: 204, retryAfterMs: null, ...(await this.answer(to, signal)) };
  }

  typesTo(id: string): string[] {
    return this.messages.filter(({ to }) => to === id).map(({ body }) => JSON.parse(body).type);
  }
}

describe('webhooks', () => {
  let made: Journey;
  let server: MemoryServer;
  const couriers: Courier[] = [];

  const begin = async (kinds: Record<string, readonly WebhookKind[]>) => {
    made = await journey(gated, { profile: 'standard' });
    server = made.server;
    await server.clock.advance(1);
    return new Receivers(server, kinds);
  };
  const tell = (receivers: Webhooks, on = server) => {
    const courier = new Courier(on.context, receivers);
    couriers.push(courier);
    courier.start();
    return courier;
  };
  const turns = async (isThere: () => boolean) => {
    for (let turn = 0; turn < 2000 && !isThere(); turn += 1) {
      await turnOfLoop();
    }
    assert.ok(isThere());
  };
  /** Waits until the message on its way has failed so often and its next try is waited for. */
  const failed = async (id: string, tries: number) => {
    const { store } = server.context.ports;
    for (let turn = 0; (await store.get('webhooks', { id }))?.tries !== tries; turn += 1) {
      assert.ok(turn < 2000, `${id} never failed ${tries} times`);
      await turnOfLoop();
    }
    for (let turn = 0; turn < 5; turn += 1) {
      await turnOfLoop();
    }
  };
  /** Has the gate of the only step asked for, granted and passed. */
  const passGate = async () => {
    await made.start();
    const { approval_id } = await made.request('go');
    await server.request('approval/grant', { approval_id, confirm_high_risk: true });
    await made.reach('succeeded');
    return approval_id;
  };
  afterEach(async () => {
    await Promise.all(couriers.splice(0).map((courier) => courier.stop()));
  });

  it('RUN-33: tell of a gate that waits, of the decision and of the end, in this order and in the documented form', async () => {
    const receivers = await begin({ ops: all });
    const courier = tell(receivers);
    const approval_id = await passGate();
    await turns(() => receivers.messages.length >= 3 && !courier.isBusy());
    const bodies = receivers.messages.map(({ body }) => webhookBody.parse(JSON.parse(body)));
    assert.deepEqual(
      bodies.map(({ type }) => type),
      ['approval.requested', 'approval.decided', 'run.ended'],
    );
    const [asked, decided, ended] = bodies.map(({ data }) => data as Record<string, unknown>);
    assert.deepEqual([asked?.['approval_id'], decided?.['approval_id']], [approval_id, approval_id]);
    assert.deepEqual([decided?.['decision'], decided?.['actor']], ['granted', 'user:test']);
    assert.deepEqual([ended?.['run_id'], ended?.['status']], [made.run_id, 'succeeded']);
    assert.deepEqual(server.faults, []);
  });

  it('tell nobody of what happened before they were there, nor of consent by a rule', async () => {
    const receivers = await begin({ ops: all });
    const before = await server.request('event/list', { limit: 500 });
    assert.ok(before.items.some(({ type }) => type === 'approval.granted'));
    await server.clock.advance(1000);
    const late = new Receivers(server, { late: all });
    const dev = await journey(planText([command('go', 'make')]), { after: server, profile: 'dev' });
    tell(late, dev.server);
    await dev.start();
    await dev.reach('succeeded');
    await turns(() => late.typesTo('late').includes('run.ended'));
    const { items } = await server.request('event/list', { run_id: dev.run_id, limit: 500 });
    assert.ok(items.some(({ type, actor }) => type === 'approval.granted' && actor.startsWith('policy:')));
    assert.deepEqual(late.typesTo('late'), ['run.ended']);
    assert.deepEqual(receivers.messages, []);
  });

  it('try again under the same id, ever later, and hold back what came after it', async () => {
    const receivers = await begin({ ops: all });
    let failures = 3;
    receivers.answer = async () => {
      failures -= 1;
      if (failures === 1) throw new Error('connection refused');
      return { status: failures >= 0 ? 500 : 200 };
    };
    tell(receivers);
    await passGate();
    for (let n = 1; n <= 3; n += 1) {
      await failed('ops', n);
      await server.clock.advance(2 ** (n - 1) * 1000);
    }
    await turns(() => receivers.messages.length === 6);
    const ids = receivers.messages.map(({ id }) => id);
    assert.equal(new Set(ids.slice(0, 4)).size, 1);
    assert.equal(new Set(ids).size, 3);
    assert.equal(new Set(receivers.messages.slice(0, 4).map(({ body }) => body)).size, 1);
  });

  it('give up after sixteen tries, say so in the record, and go on with the next message', async () => {
    const receivers = await begin({ ops: ['approval.requested', 'run.ended'] });
    const courier = tell(receivers);
    receivers.answer = async () => ({ status: receivers.messages.length <= 16 ? 503 : 200 });
    await passGate();
    for (let hour = 0; hour < 6 && receivers.messages.length < 16; hour += 1) {
      await server.clock.advance(60 * 60_000);
    }
    await turns(() => receivers.messages.length === 17 && !courier.isBusy());
    assert.equal(receivers.messages.at(-1)?.body.includes('run.ended'), true);
    const { items } = await server.request('event/list', { run_id: made.run_id, limit: 500 });
    const [failure] = items.filter(({ type }) => type === 'resource.warning');
    const { webhook, tries } = (failure?.payload ?? {}) as JsonObject;
    assert.deepEqual([webhook, tries], ['ops', 16]);
    assert.match(failure?.summary ?? '', /given up after 16 tries \(HTTP 503\)/);
    const row = await server.context.ports.store.get('webhooks', { id: 'ops' });
    assert.deepEqual([row?.sent, row?.given_up, row?.tries], [1, 1, 0]);
  });

  it('wait as long as a receiver asks for, and give up at once where it is gone for good', async () => {
    const receivers = await begin({ busy: ['run.ended'], gone: ['run.ended'] });
    receivers.answer = async (to) =>
      to === 'gone'
        ? { status: 410 }
        : { status: receivers.typesTo('busy').length === 1 ? 429 : 200, retryAfterMs: 90_000 };
    tell(receivers);
    await passGate();
    await failed('busy', 1);
    await server.clock.advance(89_000);
    assert.equal(receivers.messages.length, 2);
    await server.clock.advance(2_000);
    await turns(() => receivers.messages.length === 3);
    assert.equal((await server.context.ports.store.get('webhooks', { id: 'gone' }))?.given_up, 1);
  });

  it('keep a receiver that is dead from holding up another, and a run from both', async () => {
    const receivers = await begin({ dead: all, well: all });
    receivers.answer = (to, signal) =>
      to === 'dead'
        ? new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
        : Promise.resolve({});
    tell(receivers);
    await passGate();
    await turns(() => receivers.typesTo('well').length === 3);
    assert.equal(receivers.typesTo('dead').length, 1);
  });

  it('go on after a server that died where it stood, with the tries it had made', async () => {
    const receivers = await begin({ ops: ['run.ended'] });
    receivers.answer = async () => ({ status: 500 });
    tell(receivers);
    await passGate();
    await turns(() => receivers.messages.length === 1);
    await server.clock.advance(500);
    await couriers.pop()?.stop();
    const next = new Receivers(server, { ops: ['run.ended'] });
    tell(next);
    await turnOfLoop();
    assert.equal(next.messages.length, 0);
    await server.clock.advance(1000);
    await turns(() => next.messages.length === 1);
    assert.equal(next.messages[0]?.id, receivers.messages[0]?.id);
  });

  it('tell one that was removed no more, not even what waited for it', async () => {
    const receivers = await begin({ ops: ['run.ended'] });
    receivers.answer = async () => ({ status: 500 });
    const courier = tell(receivers);
    await passGate();
    await turns(() => receivers.messages.length === 1);
    receivers.remove('ops');
    await server.clock.advance(60 * 60_000);
    await turns(() => !courier.isBusy());
    assert.equal(receivers.messages.length, 1);
  });

  it('carry no text of people, plans or programs', async () => {
    made = await journey(gated, {
      profile: 'standard',
      program: () => ({ exitCode: 1, stderr: 'planted text' }),
    });
    server = made.server;
    await server.clock.advance(1);
    const receivers = new Receivers(server, { ops: all });
    tell(receivers);
    await made.start();
    const { approval_id } = await made.request('go');
    await server.request('approval/reject', { approval_id, reason: 'planted text' });
    await turns(() => receivers.typesTo('ops').length === 3);
    const sent = receivers.messages.map(({ body }) => body).join('\n');
    assert.doesNotMatch(sent, /planted|make/);
    assert.match(sent, /"decision":"rejected"/);
    assert.match(sent, /"status":"denied"/);
  });
});
