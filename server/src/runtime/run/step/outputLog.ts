import type { RedactionStream } from '../../../core/redact/redactor';
import type { Context } from '../../context';

/** Bytes of one attempt's output that are kept in full; what follows is counted only. */
const keptBytes = 64 * 1024 * 1024;

/** A child's output on its way: redacted across chunk borders, shown live, and kept in full for the artifact. */
export class OutputLog {
  readonly #context: Context;
  readonly #run: string;
  readonly #step: string;
  readonly #streams = new Map<
    'stdout' | 'stderr',
    { redact: RedactionStream; decoder: InstanceType<typeof TextDecoder> }
  >();
  readonly #chunks: string[] = [];
  #size = 0;
  #dropped = 0;

  constructor(context: Context, runId: string, stepId: string) {
    this.#context = context;
    this.#run = runId;
    this.#step = stepId;
  }

  write(stream: 'stdout' | 'stderr', bytes: Uint8Array): void {
    const { redact, decoder } = this.#stream(stream);
    this.#keep(stream, redact.push(decoder.decode(bytes, { stream: true })));
  }

  /** Lets out what redaction still held back. */
  end(): void {
    for (const [stream, { redact, decoder }] of this.#streams) {
      this.#keep(stream, redact.push(decoder.decode()));
      this.#keep(stream, redact.end());
    }
    this.#streams.clear();
  }

  /** Everything both streams said, in the order it came. */
  text(): string {
    const dropped = this.#dropped > 0 ? `\n[${this.#dropped} more characters were not kept]\n` : '';
    return this.#chunks.join('') + dropped;
  }

  get isEmpty(): boolean {
    return this.#chunks.length === 0;
  }

  #stream(stream: 'stdout' | 'stderr') {
    const known = this.#streams.get(stream);
    if (known) {
      return known;
    }
    const fresh = { redact: this.#context.redactor.stream(), decoder: new TextDecoder() };
    this.#streams.set(stream, fresh);
    return fresh;
  }

  #keep(stream: 'stdout' | 'stderr', text: string): void {
    if (text === '') {
      return;
    }
    this.#context.bus.tell('output/appended', { run_id: this.#run, step_id: this.#step, stream, text });
    if (this.#size > keptBytes) {
      this.#dropped += text.length;
      return;
    }
    this.#size += text.length;
    this.#chunks.push(text);
  }
}
