import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { serverFile } from '#protocol/connection';
import { startServer, type TestServer } from '../support/startServer';
import { until } from '../support/until';

const prefix = '/api/v1';
const plan = { steps: [{ id: 'look', title: 'Look', tool: 'list_dir', inputs: { path: '.' } }] };

/** A server process under load, and how long each of its answers took. */
export class LoadScene {
  readonly tookMs: number[] = [];
  /** Places in the record that clients read, and those that a reader of the stream was told. */
  readonly read: number[] = [];
  readonly told = new Set<number>();
  readonly #server: TestServer;
  readonly #url: string;
  readonly #leave = new AbortController();
  #reading: Promise<void> = Promise.resolve();

  private constructor(server: TestServer, url: string) {
    this.#server = server;
    this.#url = url;
  }

  /** Starts a server and a reader of everything that happens. */
  static async open(root: string): Promise<LoadScene> {
    const server = await startServer(root);
    const url = await until('the HTTP door', () => {
      const text = readFileSync(join(root, '.holdpoint', 'server.json'), 'utf8');
      return serverFile.parse(JSON.parse(text)).base_url ?? undefined;
    });
    const scene = new LoadScene(server, url);
    const stream = await fetch(`${url}${prefix}/events/stream`, {
      headers: { authorization: `Bearer ${server.token}` },
      signal: scene.#leave.signal,
    });
    assert.equal(stream.status, 200);
    scene.#reading = scene.#hear(stream).catch(() => undefined);
    return scene;
  }

  /** So many clients work until the time is over, each at least one round. */
  async work(clients: number, lengthMs: number): Promise<void> {
    const end = performance.now() + lengthMs;
    const client = async () => {
      do {
        await this.#round();
      } while (performance.now() < end);
    };
    await Promise.all(Array.from({ length: clients }, client));
  }

  /** Events in the record by now. */
  async total(): Promise<number> {
    const { body } = await this.#ask('/methods/event/list', { limit: 1 });
    return body.total;
  }

  async close(): Promise<void> {
    this.#leave.abort();
    await this.#reading;
    assert.equal((await this.#server.stop()).code, 0);
  }

  /** One client's round: a plan whose approval several decide at once, a run, its events. */
  async #round(): Promise<void> {
    const { id } = (await this.#ask('/sessions', {})).body;
    assert.equal((await this.#ask(`/sessions/${id}/plans/import`, plan)).status, 200);
    const { items } = (await this.#ask(`/approvals?state=requested&session_id=${id}`)).body;
    const decisions = await Promise.all(
      [1, 2, 3].map(() => this.#ask(`/approvals/${items[0].approval_id}/grant`, {})),
    );
    const won = decisions.filter(({ status }) => status === 200).length;
    const lost = decisions.filter(({ body }) => body.error_code === 'ALREADY_DECIDED').length;
    assert.deepEqual([won, lost], [1, 2]);
    const run = (await this.#ask('/runs?wait=true', { session_id: id })).body;
    assert.equal(run.status, 'succeeded', JSON.stringify(run));
    const events = (await this.#ask(`/sessions/${id}/events?limit=500`)).body.items as {
      seq: number;
      type: string;
    }[];
    const types = ['session.created', 'plan.imported', 'approval.granted', 'run.created', 'step.succeeded'];
    for (const type of [...types, 'run.ended']) {
      assert.equal(events.filter((event) => event.type === type).length, 1, type);
    }
    this.read.push(...events.map(({ seq }) => seq));
  }

  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever came
  async #ask(path: string, body?: object): Promise<{ readonly status: number; readonly body: any }> {
    const startMs = performance.now();
    const answer = await fetch(this.#url + prefix + path, {
      headers: { authorization: `Bearer ${this.#server.token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    });
    const read = { status: answer.status, body: await answer.json() };
    this.tookMs.push(performance.now() - startMs);
    return read;
  }

  async #hear(stream: Response): Promise<void> {
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of stream.body ?? []) {
      text += decoder.decode(chunk as Uint8Array, { stream: true });
      const parts = text.split('\n\n');
      text = parts.pop() ?? '';
      for (const part of parts) {
        const id = /^id: (\d+)$/m.exec(part)?.[1];
        if (id !== undefined) this.told.add(Number(id));
      }
    }
  }
}

/** The middle and the slowest hundredth of some times. */
export function percentiles(tookMs: readonly number[]): { readonly p50: number; readonly p99: number } {
  const sorted = [...tookMs].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { p50: at(0.5), p99: at(0.99) };
}
