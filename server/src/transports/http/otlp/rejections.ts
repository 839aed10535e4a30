import type { Result } from '#protocol/methods';

type Counts = Result<'span/receive'>['rejections'];

/** Why spans of one request were not kept, and how many for each reason. */
export class Rejections {
  readonly #counts = new Map<string, number>();

  add(counts: Counts): void {
    for (const { reason, count } of counts) {
      this.#counts.set(reason, (this.#counts.get(reason) ?? 0) + count);
    }
  }

  /** What OTLP says of a request of which not all was kept; nothing where all was. */
  get partialSuccess(): { readonly rejectedSpans: string; readonly errorMessage: string } | undefined {
    if (this.#counts.size === 0) return undefined;
    const rejected = [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
    return { rejectedSpans: String(rejected), errorMessage: this.#message() };
  }

  #message(): string {
    const texts = [...this.#counts].slice(0, mostReasons).map(([reason, count]) => `${count}: ${reason}`);
    return [...texts, ...(this.#counts.size > mostReasons ? ['…'] : [])].join('; ');
  }
}

const mostReasons = 10;
