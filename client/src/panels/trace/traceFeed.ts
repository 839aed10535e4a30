import type { ToTrace } from '#protocol/views/trace';
import type { Asking } from '../plan/planFacts';
import { openSpans, spanColumns } from './spanColumns';

type Spans = Extract<ToTrace, { readonly type: 'spans' }>;

/** The most spans that are asked about once more in one request. */
const mostAgain = 5000;

/** Reads a trace page by page, and afterwards only what is new or was still open. */
export class TraceFeed {
  readonly #line: Asking;
  readonly #traceId: string;
  readonly #pageSize: number;
  #afterRow = 0;
  #open = new Set<string>();
  #isFresh = true;
  #isRestarting = false;

  constructor(line: Asking, traceId: string, pageSize = 20_000) {
    this.#line = line;
    this.#traceId = traceId;
    this.#pageSize = pageSize;
  }

  /** Begins anew: the next pages replace all that came before. */
  restart(): void {
    this.#isRestarting = true;
  }

  /** Every page there is by now; nothing where nothing has changed. */
  async *pages(): AsyncGenerator<Spans> {
    this.#startOver();
    for (let isLast = false; !isLast; ) {
      const again = [...this.#open].slice(0, mostAgain);
      const page = await this.#line.request('trace/columns', {
        trace_id: this.#traceId,
        after_row: this.#afterRow,
        limit: this.#pageSize,
        spans: again,
      });
      isLast = page.is_last;
      this.#afterRow = page.last_row;
      for (const id of again) {
        this.#open.delete(id);
      }
      const columns = spanColumns(page);
      for (const id of openSpans(columns)) {
        this.#open.add(id);
      }
      if (page.count > 0 || this.#isFresh) {
        yield { type: 'spans', is_first: this.#isFresh, is_last: isLast, total: page.total, columns };
      }
      this.#isFresh = false;
    }
  }

  /** Not while pages are on their way: they would be taken for the first ones. */
  #startOver(): void {
    if (this.#isRestarting) {
      this.#isRestarting = false;
      this.#afterRow = 0;
      this.#open = new Set();
      this.#isFresh = true;
    }
  }
}
