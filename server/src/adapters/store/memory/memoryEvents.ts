import type { EventRow } from '#protocol/rows';
import type { ChainVerdict, EventQuery, NewEvent, Page } from '../../../runtime/storePort';
import {
  type ChainHead,
  ChainWalk,
  chainStart,
  linked,
  type Tombstone,
  tombstonesFor,
} from '../record/chain';
import { filterColumns, textQueryOf, typesNamed } from '../record/eventFilter';
import { taken } from '../record/refusals';
import { searchableText } from '../text/foldText';
import { answers } from '../text/textQuery';
import { page } from './memoryTable';

/** The chain of events; every change returns what takes it back. */
export class MemoryEvents {
  #events: readonly EventRow[] = [];
  #stones: readonly Tombstone[] = [];
  #head: ChainHead = chainStart;

  append(event: NewEvent): { readonly row: EventRow; readonly undo: () => void } {
    const row = linked(this.#head, event);
    if (this.#ids.has(row.id)) throw taken('events', ['id']);
    const undo = this.#memento();
    (this.#events as EventRow[]).push(row);
    this.#ids.add(row.id);
    this.#head = { seq: row.seq, hash: row.hash };
    return {
      row: { ...row },
      undo: () => {
        (this.#events as EventRow[]).pop();
        this.#ids.delete(row.id);
        undo();
      },
    };
  }

  remove(isGone: (event: EventRow) => boolean): { readonly count: number; readonly undo: () => void } {
    const gone = this.#events.filter(isGone);
    const undo = this.#memento();
    this.#events = this.#events.filter((event) => !isGone(event));
    this.#stones = [...this.#stones, ...tombstonesFor(gone)];
    for (const { id } of gone) this.#ids.delete(id);
    return {
      count: gone.length,
      undo: () => {
        for (const { id } of gone) this.#ids.add(id);
        undo();
      },
    };
  }

  query(query: EventQuery): Page<EventRow> {
    const text = textQueryOf(query);
    const types = query.types === undefined ? undefined : new Set<string>(typesNamed(query.types));
    const found = this.#events.filter(
      (event) =>
        filterColumns.every((column) => query[column] === undefined || event[column] === query[column]) &&
        (query.trace_span_id === undefined || event.span_id === query.trace_span_id) &&
        (types === undefined || types.has(event.type)) &&
        event.seq > (query.after_seq ?? 0) &&
        (text === undefined || answers(searchableText(event), text)),
    );
    if (query.newest_first === true) found.reverse();
    const items = page(found, query).map((event) => ({ ...event }));
    return { total: query.counted === false ? items.length : found.length, items };
  }

  tombstones(): readonly Tombstone[] {
    return [...this.#stones].sort((left, right) => left.first_seq - right.first_seq);
  }

  verify(): ChainVerdict {
    const walk = new ChainWalk();
    const links = [
      ...this.#events.map((event) => ({ at: event.seq, visit: () => walk.event({ ...event }) })),
      ...this.#stones.map((stone) => ({ at: stone.first_seq, visit: () => walk.tombstone(stone) })),
    ].sort((left, right) => left.at - right.at);
    for (const link of links) link.visit();
    return walk.verdict();
  }

  readonly #ids = new Set<string>();

  #memento(): () => void {
    const [events, stones, head] = [this.#events, this.#stones, this.#head];
    return () => {
      [this.#events, this.#stones, this.#head] = [events, stones, head];
    };
  }
}
