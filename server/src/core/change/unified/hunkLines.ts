import { bytesOfLines, type Lines, splitLines } from '../lines/lines';
import type { PatchFile, PatchHunk, PatchLine } from './patchFile';

const encoder = new TextEncoder();

/** The new side of some lines as bytes, with the given line end. */
export function encodeFresh(lines: readonly PatchLine[], lineEnd: string): Uint8Array {
  let text = '';
  for (const line of lines) {
    if (line.sign !== '-') text += line.isOpen ? line.text : line.text + lineEnd;
  }
  return encoder.encode(text);
}

/** The lines of a hunk that are more than the remark that an empty file has no newline. */
export function linesWithText({ lines }: PatchHunk): readonly PatchLine[] {
  return lines.some(isNothing) ? lines.filter((line) => !isNothing(line)) : lines;
}

/** The lines of all hunks of a file, one after another, as bytes. */
export class HunkLines {
  /** Cut behind every line without a newline, so that no line runs into the next. */
  readonly texts: readonly Lines[];

  constructor(file: PatchFile, lineEnd: string) {
    const texts: Lines[] = [];
    let text = '';
    for (const hunk of file.hunks) {
      for (const line of linesWithText(hunk)) {
        text += line.isOpen ? line.text : line.text + lineEnd;
        if (!line.isOpen) continue;
        texts.push(splitLines(encoder.encode(text)));
        text = '';
      }
    }
    texts.push(splitLines(encoder.encode(text)));
    this.texts = texts;
  }

  /** The bytes of a hunk's new side; `first` is the place of its first line. */
  freshBytes(hunk: PatchHunk, first: number): Uint8Array[] {
    const lines = linesWithText(hunk);
    const parts: Uint8Array[] = [];
    for (let from = 0; from < lines.length; ) {
      let to = from;
      while (to < lines.length && lines[to]?.sign !== '-') to++;
      if (to > from) parts.push(...this.#bytes(first + from, first + to));
      from = to + 1;
    }
    return parts;
  }

  #bytes(from: number, to: number): Uint8Array[] {
    const parts: Uint8Array[] = [];
    let before = 0;
    for (const lines of this.texts) {
      const start = Math.max(from - before, 0);
      const end = Math.min(to - before, lines.count);
      if (start < end) parts.push(bytesOfLines(lines, start, end));
      before += lines.count;
    }
    return parts;
  }
}

function isNothing(line: PatchLine): boolean {
  return line.isOpen && line.text === '';
}
