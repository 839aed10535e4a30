import { AppError } from '#protocol/errors';
import type { Checked, Result } from '#protocol/methods';
import { checkQuery } from '../../core/traceql/checkQuery';
import { plainSeries } from '../../core/traceql/series/plainSeries';
import { mostSteps, timeSteps } from '../../core/traceql/series/timeSteps';
import {
  type Halt,
  type QueryAnswers,
  type QueryLimits,
  type TracesSpotted,
  usualLimits,
} from '../ports/queryPort';
import type { Store } from '../storePort';
import { Budget } from './budget';
import { findTraces } from './findTraces';
import { dropSegments, type SealSizes, sealableRows, sealTraces, usualSizes } from './segments/sealTraces';
import { SegmentDamaged } from './segments/segmentTable';
import { SpanIndex } from './segments/spanIndex';
import { seriesOfSpans } from './seriesOfSpans';

/** What an engine works with. */
export interface EngineParts {
  readonly store: Store;
  readonly nowUs: () => number;
  readonly limits?: QueryLimits;
  readonly sizes?: SealSizes;
}

/** An engine that can also be told to lay out in columns what is not yet. */
export interface QueryEngine extends QueryAnswers {
  /** Lays out one more segment; false when there was nothing to do. */
  tend(): Promise<boolean>;
  /** Whether the last question left enough behind to be laid out. */
  readonly isBehind: boolean;
}

/** Answers questions over the spans of a store, one after the other. */
export function queryEngine(parts: EngineParts): QueryEngine {
  return new Engine(parts);
}

type Numbers = Result<'trace/series'>;

class Engine implements QueryEngine {
  readonly #store: Store;
  readonly #index: SpanIndex;
  readonly #nowUs: () => number;
  readonly #limits: QueryLimits;
  readonly #sizes: SealSizes;
  #last: Promise<unknown> = Promise.resolve();
  #canSeal = true;
  /** Whether nothing came since there was nothing left to be laid out. */
  #isTidy = false;

  constructor({ store, nowUs, limits = usualLimits, sizes = usualSizes }: EngineParts) {
    this.#store = store;
    this.#index = new SpanIndex(store);
    this.#nowUs = nowUs;
    this.#limits = limits;
    this.#sizes = sizes;
  }

  find(question: Checked<'trace/query'>, halt: Halt): Promise<TracesSpotted> {
    return this.#inTurn(async () => {
      const budget = new Budget(this.#limits, this.#nowUs, halt);
      const { query } = checkQuery(question.q);
      const most = (query.form === 'short' ? query.limit : null) ?? question.limit;
      const range = { startUs: question.start_us ?? 0, endUs: question.end_us ?? Number.POSITIVE_INFINITY };
      const search = { query, limit: Math.min(question.limit, most), spanLimit: question.span_limit, range };
      const items = await findTraces(search, { store: this.#store, index: this.#index, budget });
      return { items, pick: query.form === 'short' ? [...query.pick] : [], ...partOf(budget) };
    });
  }

  series(question: Checked<'trace/series'>, halt: Halt): Promise<Numbers> {
    return this.#inTurn(async () => {
      const budget = new Budget(this.#limits, this.#nowUs, halt);
      const whole = await this.#range(question);
      const { start_us = whole.start, end_us = whole.end, step_us } = question;
      const steps = timeSteps(start_us, Math.max(start_us, end_us), step_us);
      if (steps.count > mostSteps)
        throw new AppError(
          'BAD_REQUEST',
          `${steps.count} steps are more than ${mostSteps}; take longer ones`,
        );
      const parts = { store: this.#store, index: this.#index, budget };
      const series = (await seriesOfSpans(checkQuery(question.q).query, steps, parts)).map(plainSeries);
      const { startUs, stepUs, count } = steps;
      return { start_us: startUs, step_us: stepUs, count, series, ...partOf(budget) };
    });
  }

  get isBehind(): boolean {
    return this.#canSeal && sealableRows(this.#index) >= this.#sizes.leastRows;
  }

  tend(): Promise<boolean> {
    return this.#inTurn(() => this.#seal());
  }

  /** Knows of everything that was written before it begins; damaged columns are dropped, and it begins again. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(async () => {
      try {
        return await this.#upToDate(work);
      } catch (error) {
        if (!(error instanceof SegmentDamaged)) throw error;
        await dropSegments(this.#store, this.#index);
        return this.#upToDate(work);
      }
    });
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #upToDate<T>(work: () => Promise<T>): Promise<T> {
    if (await this.#index.follow()) this.#isTidy = false;
    // What one segment takes is laid out at once: it costs no more than looking at the rows one by one.
    if (!this.#isTidy && sealableRows(this.#index) <= this.#sizes.mostRows)
      this.#isTidy = !(await this.#seal());
    return work();
  }

  async #seal(): Promise<boolean> {
    if (!this.#canSeal) return false;
    try {
      return await sealTraces(this.#store, this.#index, this.#sizes);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      // A store that takes no writes is looked at row by row.
      this.#canSeal = false;
      return false;
    }
  }

  /** From the first start of any span to just behind the last. */
  async #range({ start_us, end_us }: Checked<'trace/series'>): Promise<{ start: number; end: number }> {
    if (start_us !== undefined && end_us !== undefined) return { start: start_us, end: end_us };
    const heads = this.#index.segments.all.map(({ head }) => head);
    const loose = [...this.#index.loose.keys()];
    const last = await this.#lastStart(loose);
    const starts = [
      ...heads.map(({ first_span_us }) => first_span_us),
      ...[...this.#index.loose.values()].map(({ startUs }) => startUs),
    ];
    const ends = [...heads.map(({ last_span_us }) => last_span_us), ...last];
    if (starts.length === 0) return { start: 0, end: 0 };
    return { start: starts.reduce((a, b) => Math.min(a, b)), end: ends.reduce((a, b) => Math.max(a, b)) + 1 };
  }

  async #lastStart(traceIds: readonly string[]): Promise<readonly number[]> {
    if (traceIds.length === 0) return [];
    const where = { trace_id: traceIds };
    const order = [{ by: 'start_us', desc: true }] as const;
    return (await this.#store.list('spans', { where, order, limit: 1 })).items.map(
      ({ start_us }) => start_us,
    );
  }
}

function partOf(budget: Budget) {
  const { reason, spansRead } = budget;
  return { is_partial: reason !== null, partial_reason: reason, spans_read: spansRead };
}
