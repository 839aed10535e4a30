import type { SpanView } from '#protocol/methods/records';
import { visible } from '#protocol/shown/visible';
import type { Tell } from '#protocol/translation/tell';
import { spanLine } from '../../record/treeText';
import { paint, type Style } from '../../terminal/paint';
import type { Terminal } from '../../terminal/terminal';
import type { TracedEvent, Tracer } from './tracer';

const styles: Readonly<Record<string, Style>> = {
  run: 'strong',
  step: 'place',
  attempt: 'quiet',
  tool: 'good',
  git: 'good',
  gate: 'warning',
};

/** Prints the spans of a run as they end, and what went wrong in them, indented by depth and coloured by kind. */
export class ConsoleTracer implements Tracer {
  readonly name = 'console';
  readonly #terminal: Terminal;
  readonly #told: Tell;
  readonly #parents = new Map<string, string | null>();

  constructor(terminal: Terminal, told: Tell) {
    this.#terminal = terminal;
    this.#told = told;
  }

  onSpanStart({ span_id, parent_span_id }: SpanView): void {
    this.#parents.set(span_id, parent_span_id);
  }

  onSpanEnd(span: SpanView): void {
    const hasColor = this.#terminal.sayColor;
    const kind = paint(hasColor, styles[span.kind] ?? 'quiet', `${span.kind}:`);
    this.#terminal.say(
      `${this.#indent(span.span_id)}${kind} ${spanLine(span, { hasColor, told: this.#told })}`,
    );
  }

  onEvent({ span_id, event_type, level, message }: TracedEvent): void {
    if (level === 'warning' || level === 'error') {
      this.#terminal.say(
        `${this.#indent(span_id)}  * ${visible(event_type)} ${visible(this.#told(message))}`,
      );
    }
  }

  #indent(span_id: string | null): string {
    let depth = 0;
    let parent = this.#parents.get(span_id ?? '');
    while (this.#parents.has(parent ?? '') && depth < this.#parents.size) {
      depth += 1;
      parent = this.#parents.get(parent ?? '');
    }
    return '  '.repeat(depth);
  }
}
