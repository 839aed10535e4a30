import type { EventRow, WebhookRow } from '#protocol/rows';
import { nextTryMs } from '../../core/webhooks/nextTry';
import { webhookEvents } from '../../core/webhooks/webhookMessage';
import type { Context } from '../context';
import type { Webhooks, WebhookTarget } from '../ports/webhookPort';
import { commit, eventWrite, isoNow } from '../record/record';
import { messageFor } from './messageFor';
import { startPlace } from './startPlace';

const types = Object.keys(webhookEvents);
const pageSize = 50;

/** How one try came out; null where the target is gone or the server ends. */
type Outcome = { readonly error: string | null; readonly waitMs: number | null } | null;

/** Tells one target of everything after its place in the record: in order, each message until it has arrived or is given up. */
export class Lane {
  readonly #context: Context;
  readonly #webhooks: Webhooks;
  readonly #id: string;
  readonly #signal: AbortSignal;
  #work: Promise<void> | null = null;
  #isAsked = false;
  #dueMs = 0;

  constructor(context: Context, webhooks: Webhooks, id: string, signal: AbortSignal) {
    this.#context = context;
    this.#webhooks = webhooks;
    this.#id = id;
    this.#signal = signal;
  }

  /** There may be something new to tell. */
  wake(): void {
    this.#isAsked = true;
    this.#work ??= this.#run()
      .catch((error: unknown) => this.#signal.aborted || this.#context.server.fault(error))
      .then(() => {
        this.#work = null;
        this.#dueMs = 0;
      });
  }

  isBusyBefore(ms: number): boolean {
    return this.#work !== null && this.#dueMs <= ms;
  }

  async ended(): Promise<void> {
    await this.#work;
  }

  async #run(): Promise<void> {
    while (this.#isAsked && !this.#signal.aborted) {
      this.#isAsked = false;
      const { read_only_reason } = await this.#context.ports.store.status();
      const target = this.#target();
      if (read_only_reason !== null || target === undefined) {
        return;
      }
      await this.#tellAll(target, (await this.#row()) ?? (await this.#begin(target)));
    }
  }

  async #tellAll(target: WebhookTarget, row: WebhookRow): Promise<void> {
    const { store } = this.#context.ports;
    for (let after_seq = row.after_seq; ; ) {
      const { items } = await store.events({ types, after_seq, limit: pageSize });
      for (const event of items) {
        after_seq = event.seq;
        const body = await messageFor(this.#context, target, event);
        if (body !== null && !(await this.#tell(event, body))) {
          return;
        }
      }
      if (items.length < pageSize) {
        return;
      }
    }
  }

  /** Tries until the message has arrived or is given up; false when the lane ends before that. */
  async #tell(event: EventRow, body: string): Promise<boolean> {
    for (;;) {
      const row = await this.#row();
      if (row === undefined || !(await this.#waitFor(row.next_at))) {
        return false;
      }
      const outcome = await this.#try(event, body, row.tries + 1);
      if (outcome === null) {
        return false;
      }
      await this.#keep(row, event, outcome);
      if (outcome.waitMs === null) {
        return true;
      }
    }
  }

  async #waitFor(next_at: string | null): Promise<boolean> {
    const { clock } = this.#context.ports;
    const restMs = next_at === null ? 0 : Date.parse(next_at) - clock.now();
    if (restMs > 0) {
      this.#dueMs = Date.parse(next_at ?? '');
      await clock.sleep(restMs, this.#signal).catch(() => undefined);
    }
    this.#dueMs = 0;
    return !this.#signal.aborted && this.#target() !== undefined;
  }

  async #try(event: EventRow, body: string, count: number): Promise<Outcome> {
    const { clock, ids } = this.#context.ports;
    const said = await this.#webhooks.send(this.#id, { id: event.id, body }, this.#signal).then(
      (answer) => ({ ...answer, error: isGood(answer.status) ? null : `HTTP ${answer.status}` }),
      (error: unknown) => ({ status: null, retryAfterMs: null, error: String(error) }),
    );
    if (this.#signal.aborted || said.error === null) {
      return said.error === null ? { error: null, waitMs: null } : null;
    }
    const ageMs = clock.now() - Date.parse(event.ts);
    const random = Number.parseInt(ids.hex(4), 16) / 2 ** 32;
    return { error: said.error, waitMs: nextTryMs({ ...said, count, ageMs }, random) };
  }

  async #keep(row: WebhookRow, event: EventRow, { error, waitMs }: NonNullable<Outcome>): Promise<void> {
    const { clock } = this.#context.ports;
    const isOver = waitMs === null;
    const last_error = error === null ? null : this.#context.redactor.text(error).text.slice(0, 300);
    const set = {
      after_seq: isOver ? event.seq : row.after_seq,
      tries: isOver ? 0 : row.tries + 1,
      next_at: isOver ? null : new Date(clock.now() + waitMs).toISOString(),
      last_error,
      sent: row.sent + (error === null ? 1 : 0),
      given_up: row.given_up + (isOver && error !== null ? 1 : 0),
      updated_at: isoNow(this.#context),
    };
    const failure = isOver && last_error !== null ? [this.#givenUp(event, row.tries + 1, last_error)] : [];
    await commit(this.#context, [
      { op: 'update', table: 'webhooks', key: { id: this.#id }, set },
      ...failure,
    ]);
  }

  #givenUp(event: EventRow, tries: number, error: string) {
    const { session_id, run_id } = event;
    const origin = {
      ...{ session_id, run_id, client_message_id: null },
      actor: 'system',
      source: 'system',
    } as const;
    const name = this.#target()?.name ?? this.#id;
    return eventWrite(this.#context, origin, {
      type: 'resource.warning',
      level: 'warning',
      summary: `webhook ${name} was not told of ${event.type}: given up after ${tries} tries (${error})`,
      payload: { webhook: name, event_id: event.id, tries, error },
    });
  }

  #target(): WebhookTarget | undefined {
    return this.#webhooks.targets().find(({ id }) => id === this.#id);
  }

  async #row(): Promise<WebhookRow | undefined> {
    return await this.#context.ports.store.get('webhooks', { id: this.#id });
  }

  async #begin({ created_at }: WebhookTarget): Promise<WebhookRow> {
    const { store } = this.#context.ports;
    const now = isoNow(this.#context);
    const row = {
      ...{ id: this.#id, after_seq: await startPlace(store, created_at), tries: 0, next_at: null },
      ...{ last_error: null, sent: 0, given_up: 0, created_at: now, updated_at: now },
    };
    await commit(this.#context, [{ op: 'insert', table: 'webhooks', row }]);
    return row;
  }
}

function isGood(status: number): boolean {
  return status >= 200 && status < 300;
}
