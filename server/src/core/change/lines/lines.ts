/** A file cut into lines: line `i` is the bytes from `starts[i]` up to `starts[i + 1]`, its LF included. */
export interface Lines {
  readonly bytes: Uint8Array;
  readonly starts: Uint32Array;
  readonly count: number;
}

const lineFeed = 10;

/** Cuts bytes after every LF; a last line without one counts, an empty file has none. */
export function splitLines(bytes: Uint8Array): Lines {
  const starts: number[] = [];
  let at = 0;
  while (at < bytes.length) {
    starts.push(at);
    const end = bytes.indexOf(lineFeed, at);
    at = end === -1 ? bytes.length : end + 1;
  }
  const count = starts.length;
  starts.push(bytes.length);
  return { bytes, starts: new Uint32Array(starts), count };
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
