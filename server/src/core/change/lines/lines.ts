/** A file cut into lines: line `i` is the bytes from `starts[i]` up to `starts[i + 1]`, its LF included. */
export interface Lines {
  readonly bytes: Uint8Array;
  /** The same bytes, to be read four at a time. */
  readonly words: DataView;
  readonly starts: Uint32Array;
  readonly count: number;
}

const lineFeed = 10;

/** Cuts bytes after every LF; a last line without one counts, an empty file has none. */
export function splitLines(bytes: Uint8Array): Lines {
  const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let starts = new Uint32Array(16 + (bytes.length >> 4));
  let count = 0;
  let at = 0;
  while (at < bytes.length) {
    if (count + 1 >= starts.length) starts = doubled(starts);
    starts[count++] = at;
    at = endOfLine(bytes, words, at);
  }
  starts[count] = bytes.length;
  return { bytes, words, starts: starts.subarray(0, count + 1), count };
}

/** {@link splitLines} of bytes whose lines are known as texts of one byte a character, without their LF. */
export function linesAsLong(bytes: Uint8Array, texts: readonly string[]): Lines {
  const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const starts = new Uint32Array(texts.length + 1);
  let at = 0;
  for (let line = 0; line < texts.length; line += 1) {
    at += (texts[line]?.length ?? 0) + 1;
    starts[line + 1] = at;
  }
  return { bytes, words, starts, count: texts.length };
}

/** Behind the next LF, or behind the last byte. Four bytes are passed at once while none of them is an LF. */
function endOfLine(bytes: Uint8Array, words: DataView, from: number): number {
  let at = from;
  while (at + 4 <= bytes.length) {
    const others = words.getInt32(at, true) ^ 0x0a0a0a0a;
    if (((others - 0x01010101) & ~others & 0x80808080) !== 0) break;
    at += 4;
  }
  while (at < bytes.length) if (bytes[at++] === lineFeed) return at;
  return at;
}

function doubled(starts: Uint32Array): Uint32Array<ArrayBuffer> {
  const longer = new Uint32Array(starts.length * 2);
  longer.set(starts);
  return longer;
}

/** The bytes of the lines from `from` up to (not with) `to`, as a view on the file. */
export function bytesOfLines(lines: Lines, from: number, to: number): Uint8Array {
  return lines.bytes.subarray(lines.starts[from] ?? 0, lines.starts[to] ?? 0);
}

/** One array of bytes out of many, in order. */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** Whether two arrays hold the same bytes. */
export function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false;
  for (let i = 0; i < left.length; i++) if (left[i] !== right[i]) return false;
  return true;
}
