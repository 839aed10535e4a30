import { type Lines, linesAsLong, splitLines } from '../lines/lines';

const encoder = new TextEncoder();

/** The lines of a patch: as texts to be read, as bytes to be compared with those of a file. */
export class PatchText {
  readonly lines: readonly string[];
  readonly #text: string;
  readonly #isWhole: boolean;
  #bytes: Lines | undefined;

  /** Cuts a patch into lines; when its headers end with CR, one CR is taken off every line. */
  constructor(text: string) {
    const lines = (text.startsWith('\uFEFF') ? text.slice(1) : text).split('\n');
    if (lines.at(-1) === '') lines.pop();
    const header = lines.find((line) => /^(?:diff --git |--- |@@ -)/.test(line));
    const hasReturns = header?.endsWith('\r') ?? false;
    this.lines = hasReturns ? lines.map((line) => line.replace(/\r$/, '')) : lines;
    this.#text = text;
    this.#isWhole = !hasReturns && text.endsWith('\n') && !text.startsWith('\uFEFF');
  }

  /** The same lines as bytes, each with its LF; undefined where something was taken off them. */
  get bytes(): Lines | undefined {
    if (this.#isWhole) this.#bytes ??= this.#encoded();
    return this.#bytes;
  }

  #encoded(): Lines {
    const bytes = encoder.encode(this.#text);
    return bytes.length === this.#text.length ? linesAsLong(bytes, this.lines) : splitLines(bytes);
  }
}
