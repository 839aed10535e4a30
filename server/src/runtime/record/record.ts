import type { EventLevel, EventType, Source } from '#protocol/events';
import type { JsonObject } from '#protocol/json';
import type { IdPrefix } from '#protocol/methods/ids';
import { noteApprovals } from '../approvals/openApprovals';
import type { Context } from '../context';
import type { CommitOptions, Write } from '../storePort';
import { eventView } from './views';

/** On whose behalf something is recorded, and about which session and run. */
export interface Origin {
  readonly session_id: string | null;
  readonly run_id: string | null;
  readonly actor: string;
  readonly source: Source;
  readonly client_message_id: string | null;
}

/** What one event says; the rest of its row comes from the origin and the clock. */
export interface Fact {
  readonly type: EventType;
  readonly summary: string;
  readonly level?: EventLevel;
  readonly payload?: JsonObject;
  readonly step_id?: string | null;
  readonly attempt?: number | null;
  readonly span_id?: string | null;
}

/** The time of the clock port as the store writes it. */
export function isoNow(context: Context): string {
  const ms = context.ports.clock.now();
  if (ms !== lastTime.ms) {
    lastTime = { ms, text: new Date(ms).toISOString() };
  }
  return lastTime.text;
}

/** A step asks for the time a dozen times within one millisecond. */
let lastTime = { ms: Number.NaN, text: '' };

/** A new id with its prefix. */
export function newId(context: Context, prefix: IdPrefix): string {
  return `${prefix}_${context.ports.ids.hex(6)}`;
}

/** An event about to be stored: redacted here, before anything else sees it. */
export function eventWrite(context: Context, origin: Origin, fact: Fact): Write & { op: 'event' } {
  const { redactor } = context;
  const payload = redactor.json(fact.payload ?? {}).value;
  return {
    op: 'event',
    event: {
      id: newId(context, 'evt'),
      ts: isoNow(context),
      session_id: origin.session_id,
      run_id: origin.run_id,
      step_id: fact.step_id ?? null,
      attempt: fact.attempt ?? null,
      span_id: fact.span_id ?? null,
      type: fact.type,
      level: fact.level ?? 'info',
      summary: redactor.text(fact.summary).text,
      payload: JSON.stringify(payload),
      actor: origin.actor,
      source: origin.source,
      client_message_id: origin.client_message_id,
    },
  };
}

/** Stores writes in one transaction and, once they are durable, tells every door of the events among them. */
export async function commit(
  context: Context,
  writes: readonly Write[],
  options: CommitOptions = {},
): Promise<void> {
  const tell = await store(context, writes, options);
  tell();
}

/** Stores writes in one transaction; what it answers, once they are durable, tells every door of them. */
export async function store(
  context: Context,
  writes: readonly Write[],
  options: CommitOptions,
): Promise<() => void> {
  if (writes.length === 0) {
    return () => undefined;
  }
  const stored = await context.ports.store.commit(writes, options);
  return () => {
    noteApprovals(context, writes);
    if (stored.length > 0 && context.bus.isHeard) {
      context.bus.tell('event/appended', { events: stored.map(eventView) });
    }
    for (const write of writes) {
      tellState(context, write);
    }
  };
}

function tellState(context: Context, write: Write): void {
  if (write.op === 'insert' && write.table === 'approvals') {
    const { id, status, run_id } = write.row;
    context.bus.tell('approval/changed', { approval_id: id, status, run_id });
  }
  if (write.op === 'update' && write.table === 'approvals' && write.set.votes !== undefined) {
    context.bus.tell('approval/changed', {
      approval_id: write.key.id ?? '',
      status: 'requested',
      run_id: null,
    });
  }
  if (write.op !== 'transition') {
    return;
  }
  if (write.table === 'approvals') {
    context.bus.tell('approval/changed', { approval_id: write.key.id ?? '', status: write.to, run_id: null });
  } else if (write.table === 'runs') {
    context.bus.tell('run/changed', { run_id: write.key.id ?? '', status: write.to });
  }
}
