import type { TextPosition } from '#protocol/language/service';

/** The offsets at which the lines of a text start. */
export function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** The line and character of an offset, both from 0. */
export function positionAt(starts: readonly number[], offset: number): TextPosition {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low, character: offset - (starts[low] ?? 0) };
}

/** A text by lines, without their ends; made once for each text that is asked about. */
export class TextLines {
  readonly text: string;
  readonly #starts: readonly number[];

  constructor(text: string) {
    this.text = text;
    this.#starts = lineStarts(text);
  }

  get count(): number {
    return this.#starts.length;
  }

  /** One line; empty behind the last. */
  line(index: number): string {
    const start = this.#starts[index];
    if (start === undefined) return '';
    const end = this.#starts[index + 1] ?? this.text.length + 1;
    const line = this.text.slice(start, end - 1);
    return line.endsWith('\r') ? line.slice(0, -1) : line;
  }

  /** How many blanks a line begins with. */
  indentOf(index: number): number {
    const start = this.#starts[index] ?? this.text.length;
    let at = start;
    while (this.text.charCodeAt(at) === 32) at += 1;
    return at - start;
  }

  /** The offset of a position; one that lies outside is moved to the nearest that does not. */
  offsetAt({ line, character }: TextPosition): number {
    if (line < 0) return 0;
    const start = this.#starts[line];
    if (start === undefined) return this.text.length;
    return start + Math.max(0, Math.min(character, this.line(line).length));
  }

  positionAt(offset: number): TextPosition {
    return positionAt(this.#starts, Math.max(0, Math.min(offset, this.text.length)));
  }
}
