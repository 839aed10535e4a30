import { AppError } from '#protocol/errors';
import type { SpanRow } from '#protocol/rows';
import type { ReceivedSpan } from '../../core/otlp/receiveSpans';
import type { Context } from '../context';
import { isoNow } from '../record/record';
import type { Write } from '../storePort';

/** What became of some spans: those that are durable now, and why the others are not. */
export interface Kept {
  readonly accepted: number;
  readonly rejected: ReadonlyMap<string, number>;
}

interface Batch {
  readonly spans: readonly ReceivedSpan[];
  readonly done: (kept: Kept) => void;
  readonly fail: (error: unknown) => void;
}

/** Spans of one transaction: as many as wait, up to this. */
const mostTogether = 2048;
/** Spans that may wait; a sender that brings more is told to come back. */
const mostWaiting = 200_000;

/**
 * Stores spans from outside. Whoever comes while a transaction is under way shares the next one; each is answered when
 * its spans are durable. A span that is there already is accepted and kept once.
 */
export class SpanKeeper {
  readonly #context: Context;
  #waiting: Batch[] = [];
  #waitingSpans = 0;
  #isWorking = false;

  constructor(context: Context) {
    this.#context = context;
  }

  keep(spans: readonly ReceivedSpan[]): Promise<Kept> {
    if (spans.length === 0) {
      return Promise.resolve({ accepted: 0, rejected: new Map() });
    }
    if (this.#waitingSpans + spans.length > mostWaiting) {
      return Promise.reject(new AppError('STORE_UNAVAILABLE', 'too many spans wait to be stored; try again'));
    }
    return new Promise((done, fail) => {
      this.#waiting.push({ spans, done, fail });
      this.#waitingSpans += spans.length;
      void this.#work();
    });
  }

  async #work(): Promise<void> {
    if (this.#isWorking) {
      return;
    }
    this.#isWorking = true;
    while (this.#waiting.length > 0) {
      const batches = this.#next();
      try {
        const kept = await this.#store(batches);
        batches.forEach((batch, index) => void batch.done(kept[index] as Kept));
      } catch (error) {
        for (const batch of batches) batch.fail(error);
      }
    }
    this.#isWorking = false;
  }

  #next(): Batch[] {
    let count = 0;
    const batches: Batch[] = [];
    for (const batch of this.#waiting) {
      if (batches.length > 0 && count + batch.spans.length > mostTogether) break;
      batches.push(batch);
      count += batch.spans.length;
    }
    this.#waiting = this.#waiting.slice(batches.length);
    this.#waitingSpans -= count;
    return batches;
  }

  async #store(batches: readonly Batch[]): Promise<Kept[]> {
    const spans = batches.flatMap((batch) => batch.spans);
    const known = await this.#known(spans);
    const runs = await this.#runs(spans);
    const created_at = isoNow(this.#context);
    const writes: Write[] = [];
    const kept = batches.map((batch) => {
      const rejected = new Map<string, number>();
      let accepted = 0;
      for (const { row, claimsOurs } of batch.spans) {
        const run_id = runs.get(row.trace_id) ?? null;
        const there = known.get(row.span_id);
        const fault = faultOf(row, there, claimsOurs && run_id !== null);
        if (fault !== null) {
          rejected.set(fault, (rejected.get(fault) ?? 0) + 1);
          continue;
        }
        accepted += 1;
        if (there === undefined) {
          known.set(row.span_id, row);
          writes.push({ op: 'insert', table: 'spans', row: { ...row, run_id, created_at } });
        }
      }
      return { accepted, rejected };
    });
    if (writes.length > 0) {
      await this.#context.ports.store.commit(writes);
    }
    return kept;
  }

  async #known(spans: readonly ReceivedSpan[]): Promise<Map<string, Stored>> {
    const span_id = [...new Set(spans.map(({ row }) => row.span_id))];
    const { items } = await this.#context.ports.store.list('spans', { where: { span_id }, limit: null });
    return new Map(items.map((row) => [row.span_id, row]));
  }

  /** Spans whose trace is that of a run belong to the run. */
  async #runs(spans: readonly ReceivedSpan[]): Promise<ReadonlyMap<string, string>> {
    const trace_id = [...new Set(spans.map(({ row }) => row.trace_id))];
    const { items } = await this.#context.ports.store.list('runs', { where: { trace_id }, limit: null });
    return new Map(items.map((run) => [run.trace_id, run.id]));
  }
}

type Stored = ReceivedSpan['row'];

function faultOf(row: Stored, there: Stored | undefined, claimsOurs: boolean): string | null {
  if (there !== undefined && !isSame(there, row)) return 'another span has this id';
  return claimsOurs ? 'in the trace of a run only this server says what begins with holdpoint.' : null;
}

const compared = [
  'trace_id',
  'parent_span_id',
  'service_name',
  'name',
  'attributes',
  'otlp',
] as const satisfies readonly (keyof SpanRow)[];

function isSame(left: Stored, right: Stored): boolean {
  return compared.every((column) => left[column] === right[column]);
}
