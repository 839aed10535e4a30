import assert from 'node:assert/strict';
import type { Result } from '#protocol/methods';
import type { EventView } from '#protocol/methods/records';
import { isOver } from '../support/planRun';
import type { SocketPeer } from '../support/socketPeer';

/** Everything that a server has told a client; none of it may be gone after any kill. */
export class Acknowledged {
  readonly #events = new Map<number, string>();
  readonly #granted = new Set<string>();
  readonly #succeeded = new Map<string, string>();
  readonly #ended = new Map<string, string>();

  /** Notes what one client is told from now on. */
  listen({ connection }: SocketPeer): void {
    connection.onNotification('event/appended', ({ events }: { events: readonly EventView[] }) => {
      for (const { seq, hash } of events) {
        this.#events.set(seq, hash);
      }
    });
  }

  granted(approval_id: string): void {
    this.#granted.add(approval_id);
  }

  /** Notes the finished steps of a run as they were shown. */
  async look(peer: SocketPeer, run_id: string) {
    const run = await peer.request('run/show', { run_id });
    for (const { step_id, visit, status, output } of run.steps) {
      if (status === 'succeeded') {
        this.#succeeded.set(`${run_id} ${step_id} ${visit}`, JSON.stringify(output));
      }
    }
    if (isOver(run.status)) {
      this.#ended.set(run_id, run.status);
    }
    return run;
  }

  /** Demands of a server that has just started that it knows all of it. */
  async demand(peer: SocketPeer): Promise<void> {
    const [first] = [...this.#events.keys()].sort((a, b) => a - b);
    const known = new Map<number, string>();
    for (let after: number | undefined = (first ?? 1) - 1; after !== undefined; ) {
      const page: Result<'event/list'> = await peer.request('event/list', { after_seq: after, limit: 500 });
      const { items } = page;
      for (const { seq, hash } of items) {
        known.set(seq, hash);
      }
      after = items.length === 500 ? Math.max(...items.map(({ seq }) => seq)) : undefined;
    }
    for (const [seq, hash] of this.#events) {
      assert.equal(known.get(seq), hash, `event ${seq} was acknowledged`);
    }
    for (const approval_id of this.#granted) {
      const { status } = await peer.request('approval/show', { approval_id });
      assert.ok(
        status === 'granted' || status === 'consumed' || status === 'superseded',
        `${approval_id}: ${status}`,
      );
    }
    await this.#demandSteps(peer);
    assert.equal((await peer.request('audit/verify', {})).ok, true);
    this.#events.clear();
    this.#granted.clear();
  }

  async #demandSteps(peer: SocketPeer): Promise<void> {
    for (const run_id of new Set([...this.#succeeded.keys()].map((key) => key.split(' ')[0] ?? ''))) {
      const run = await peer.request('run/show', { run_id });
      for (const { step_id, visit, status, output } of run.steps) {
        const seen = this.#succeeded.get(`${run_id} ${step_id} ${visit}`);
        if (seen !== undefined) {
          assert.deepEqual([status, JSON.stringify(output)], ['succeeded', seen], `${run_id} ${step_id}`);
        }
      }
      assert.equal(this.#ended.get(run_id) ?? run.status, run.status);
    }
  }
}
