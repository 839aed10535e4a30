import type { EventView, SpanView } from '#protocol/methods/records';
import type { Door } from '../../door/door';
import { spanLine } from '../../record/treeText';
import type { Terminal } from '../../terminal/terminal';

/** Prints the spans of a run as they end, indented by their depth. */
export class ConsoleTracer {
  readonly #door: Door;
  readonly #terminal: Terminal;
  readonly #printed = new Set<string>();
  #work: Promise<void> = Promise.resolve();
  #runId: string | undefined;

  constructor(door: Door, terminal: Terminal) {
    this.#door = door;
    this.#terminal = terminal;
  }

  /** Events that end something are the moments at which spans may have ended. */
  event({ type, run_id }: EventView): void {
    this.#runId = run_id ?? this.#runId;
    if (/^(step|attempt|run)[.](ended|succeeded|failed|skipped)$/.test(type)) {
      this.#work = this.#work.then(() => this.#print());
    }
  }

  /** Prints what is left and resolves when all is printed. */
  async finish(): Promise<void> {
    await this.#work;
    await this.#print();
  }

  /** A fault of a tracer never stops a run. */
  async #print(): Promise<void> {
    if (this.#runId === undefined) {
      return;
    }
    try {
      const { spans } = await this.#door.request('trace/show', { trace_id: this.#runId });
      const byId = new Map(spans.map((span) => [span.span_id, span]));
      for (const span of spans.filter(
        ({ end_us, span_id }) => end_us !== null && !this.#printed.has(span_id),
      )) {
        this.#printed.add(span.span_id);
        const line = spanLine(span, this.#terminal.sayColor);
        this.#terminal.say(`${'  '.repeat(depthOf(span, byId))}${span.kind}: ${line}`);
      }
    } catch (error) {
      this.#terminal.say(`tracer console: ${(error as Error).message}`);
    }
  }
}

function depthOf(span: SpanView, byId: ReadonlyMap<string, SpanView>): number {
  let depth = 0;
  let parent = byId.get(span.parent_span_id ?? '');
  while (parent !== undefined && depth < byId.size) {
    depth += 1;
    parent = byId.get(parent.parent_span_id ?? '');
  }
  return depth;
}
