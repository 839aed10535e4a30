import { AppError } from '#protocol/errors';
import type { Checked, Result } from '#protocol/methods';
import { checkQuery } from '../../core/traceql/checkQuery';
import { evaluateSeries } from '../../core/traceql/series/evaluateSeries';
import { plainSeries } from '../../core/traceql/series/plainSeries';
import { mostSteps, timeSteps } from '../../core/traceql/series/timeSteps';
import type { Halt, QueryAnswers } from '../queryPort';
import type { Store } from '../storePort';
import { Budget, type BudgetLimits, questionLimits } from './budget';
import { addLoose, batches, firstMark, type LooseTrace, newsAfter, rowsOf } from './looseTraces';
import { traceFinder } from './traceFound';
import { readTraces, type TraceRows } from './traceRows';

/** What an engine works with. */
export interface EngineParts {
  readonly store: Store;
  readonly nowUs: () => number;
  readonly limits?: BudgetLimits;
}

/** Answers questions over the spans of a store. */
export function queryEngine(parts: EngineParts): QueryAnswers {
  return new QueryEngine(parts);
}

type Found = Result<'trace/query'>;
type Numbers = Result<'trace/series'>;

class QueryEngine implements QueryAnswers {
  readonly #store: Store;
  readonly #nowUs: () => number;
  readonly #limits: BudgetLimits;
  #generation: string | null = null;
  #mark = firstMark;
  readonly #loose = new Map<string, LooseTrace>();

  constructor({ store, nowUs, limits = questionLimits }: EngineParts) {
    this.#store = store;
    this.#nowUs = nowUs;
    this.#limits = limits;
  }

  async find(question: Checked<'trace/query'>, halt: Halt): Promise<Found> {
    const budget = new Budget(this.#limits, this.#nowUs, halt);
    const { query } = checkQuery(question.q);
    const most = (query.form === 'short' ? query.limit : null) ?? question.limit;
    const limit = Math.min(question.limit, most);
    const decide = traceFinder(query, question.span_limit);
    const items: Found['items'] = [];
    for await (const trace of this.#traces(question, budget)) {
      const found = decide(trace);
      if (found !== null) items.push(found);
      if (items.length >= limit) break;
    }
    return { items, pick: query.form === 'short' ? [...query.pick] : [], ...partOf(budget) };
  }

  async series(question: Checked<'trace/series'>, halt: Halt): Promise<Numbers> {
    const budget = new Budget(this.#limits, this.#nowUs, halt);
    const { query } = checkQuery(question.q);
    const whole = await this.#range(question);
    const { start_us = whole.start, end_us = whole.end, step_us } = question;
    const steps = timeSteps(start_us, Math.max(start_us, end_us), step_us);
    if (steps.count > mostSteps)
      throw new AppError('BAD_REQUEST', `${steps.count} steps are more than ${mostSteps}; take longer ones`);
    const evaluation = evaluateSeries(query, steps);
    for await (const { tree } of this.#traces({}, budget)) evaluation.add(tree);
    const series = evaluation.answer().map(plainSeries);
    const { startUs, stepUs, count } = steps;
    return { start_us: startUs, step_us: stepUs, count, series, ...partOf(budget) };
  }

  /** Traces that began in a range, the newest first, as far as the budget goes. */
  async *#traces(
    {
      start_us = 0,
      end_us = Number.POSITIVE_INFINITY,
    }: { start_us?: number | undefined; end_us?: number | undefined },
    budget: Budget,
  ): AsyncGenerator<TraceRows> {
    await this.#follow();
    const wanted = [...this.#loose.values()]
      .filter(({ startUs }) => startUs >= start_us && startUs < end_us)
      .sort(newestFirst);
    for (const batch of batches(wanted)) {
      if (budget.isSpent() || !budget.takeRows(rowsOf(batch))) return;
      yield* await readTraces(
        this.#store,
        batch.map(({ traceId }) => traceId),
      );
    }
  }

  /** Learns what happened since the last question. */
  async #follow(): Promise<void> {
    for await (const news of newsAfter(this.#store, this.#mark)) {
      if (this.#generation !== null && this.#generation !== news.generation) {
        this.#forget();
        return this.#follow();
      }
      this.#generation = news.generation;
      this.#mark = news.mark;
      addLoose(this.#loose, news);
    }
  }

  #forget(): void {
    this.#generation = null;
    this.#mark = firstMark;
    this.#loose.clear();
  }

  /** From the first start of any span to just behind the last. */
  async #range({ start_us, end_us }: Checked<'trace/series'>): Promise<{ start: number; end: number }> {
    if (start_us !== undefined && end_us !== undefined) return { start: start_us, end: end_us };
    const start = async (desc: boolean) => {
      const { items } = await this.#store.list('spans', { order: [{ by: 'start_us', desc }], limit: 1 });
      return items[0]?.start_us;
    };
    return { start: (await start(false)) ?? 0, end: ((await start(true)) ?? -1) + 1 };
  }
}

function newestFirst(one: LooseTrace, other: LooseTrace): number {
  return other.startUs - one.startUs || (one.traceId < other.traceId ? -1 : 1);
}

function partOf(budget: Budget) {
  const { reason, spansRead } = budget;
  return { is_partial: reason !== null, partial_reason: reason, spans_read: spansRead };
}
