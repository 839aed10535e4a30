import { hash } from 'node:crypto';
import type { EventRow } from '#protocol/rows';
import type { ChainVerdict, NewEvent } from '../../../runtime/storePort';
import { plainCell } from './cells';

/** The place of the newest event: where the next one links to. */
export interface ChainHead {
  readonly seq: number;
  readonly hash: string;
}

/** What stays of a row of removed events: the links at both of its ends. */
export interface Tombstone {
  readonly first_seq: number;
  readonly last_seq: number;
  readonly prev_hash: string;
  readonly last_hash: string;
}

/** The head of a chain without events. */
export const chainStart: ChainHead = { seq: 0, hash: '0'.repeat(64) };

/** Gives a new event its place behind `head`. */
export function linked(head: ChainHead, event: NewEvent): EventRow {
  const row: Record<string, unknown> = { seq: head.seq + 1, prev_hash: head.hash };
  for (const column of newEventColumns) {
    const value: unknown = event[column];
    row[column] = value === null ? null : plainCell(`events.${column}`, value);
  }
  row['hash'] = eventHash(row);
  return row as unknown as EventRow;
}

/** sha256 over canonical JSON of the event without its own hash. */
export function eventHash(event: Readonly<Record<string, unknown>>): string {
  const isPlain = Object.keys(event).length - (Object.hasOwn(event, 'hash') ? 1 : 0) === hashedColumns.length;
  if (isPlain && hashedColumns.every((column) => isCell(event[column])))
    return hash('sha256', JSON.stringify(inOrder(event as unknown as EventRow)), 'hex');
  const keys = sortedKeys(event);
  let text = '{';
  for (const key of keys)
    text += `${text === '{' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(event[key])}`;
  return hash('sha256', `${text}}`, 'hex');
}

function isCell(value: unknown): boolean {
  return typeof value === 'string' || value === null || typeof value === 'number';
}

/** What the hash of an event goes over, in the order of canonical JSON, to be written out in one go. */
function inOrder(event: EventRow): Omit<EventRow, 'hash'> {
  return {
    actor: event.actor,
    attempt: event.attempt,
    client_message_id: event.client_message_id,
    id: event.id,
    level: event.level,
    payload: event.payload,
    prev_hash: event.prev_hash,
    run_id: event.run_id,
    seq: event.seq,
    session_id: event.session_id,
    source: event.source,
    span_id: event.span_id,
    step_id: event.step_id,
    summary: event.summary,
    ts: event.ts,
    type: event.type,
  };
}

/** Columns of an event that its writer gives. */
export const newEventColumns = [
  'id',
  'ts',
  'session_id',
  'run_id',
  'step_id',
  'attempt',
  'span_id',
  'type',
  'level',
  'summary',
  'payload',
  'actor',
  'source',
  'client_message_id',
] as const satisfies readonly (keyof NewEvent)[];

/** Columns of a stored event, in the order of its table. */
export const eventColumns = [
  'seq',
  ...newEventColumns,
  'prev_hash',
  'hash',
] as const satisfies readonly (keyof EventRow)[];

/** The columns that every event has and that its hash goes over. */
const hashedColumns: readonly string[] = eventColumns.filter((column) => column !== 'hash');

function sortedKeys(event: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.keys(event)
    .filter((key) => key !== 'hash')
    .sort();
}

/** Walks a chain link by link and remembers the first that does not hold. */
export class ChainWalk {
  #head: ChainHead = chainStart;
  #events = 0;
  #tombstones = 0;
  #broken: ChainVerdict['broken'] = null;

  event(row: Readonly<Record<string, unknown>>): void {
    this.#events += 1;
    const seq = Number(row['seq']);
    const hash = String(row['hash']);
    const reason =
      this.#linkFault(seq, row['prev_hash']) ?? (eventHash(row) === hash ? null : 'hash differs');
    this.#note(typeof row['id'] === 'string' ? row['id'] : null, reason);
    this.#head = { seq, hash };
  }

  tombstone(stone: Tombstone): void {
    this.#tombstones += 1;
    const isEmpty = stone.last_seq < stone.first_seq;
    const reason =
      this.#linkFault(stone.first_seq, stone.prev_hash) ?? (isEmpty ? 'tombstone covers nothing' : null);
    this.#note(null, reason);
    this.#head = { seq: stone.last_seq, hash: stone.last_hash };
  }

  /** Notes a fault that is not of a link, at the place behind the last good one. */
  fault(reason: string): void {
    this.#note(null, reason);
  }

  verdict(): ChainVerdict {
    return {
      ok: this.#broken === null,
      events: this.#events,
      tombstones: this.#tombstones,
      broken: this.#broken,
    };
  }

  #linkFault(seq: number, prevHash: unknown): string | null {
    if (seq !== this.#head.seq + 1) return `expected event ${this.#head.seq + 1}`;
    return prevHash === this.#head.hash ? null : 'link to the event before differs';
  }

  #note(id: string | null, reason: string | null): void {
    if (reason !== null) this.#broken ??= { seq: this.#head.seq + 1, id, reason };
  }
}

/** The tombstones for removed events, given in order: one for each unbroken row of places. */
export function tombstonesFor(
  removed: Iterable<Pick<EventRow, 'seq' | 'prev_hash' | 'hash'>>,
): readonly Tombstone[] {
  const stones: Tombstone[] = [];
  for (const { seq, prev_hash, hash } of removed) {
    const last = stones.at(-1);
    if (last?.last_seq === seq - 1) stones[stones.length - 1] = { ...last, last_seq: seq, last_hash: hash };
    else stones.push({ first_seq: seq, last_seq: seq, prev_hash, last_hash: hash });
  }
  return stones;
}

function canonicalJson(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value === null) return 'null';
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`).join(',')}}`;
}
