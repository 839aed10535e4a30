import { Buffer } from 'node:buffer';

/** What a stream said, as far as it is kept. */
export interface CappedOutput {
  add(bytes: Uint8Array): void;
  /** The kept bytes as UTF-8; a character that the cap cut in two is left out, other wrong bytes become U+FFFD. */
  text(): string;
  isTruncated(): boolean;
}

/** Keeps the first `maxBytes` of a stream, so that a child that prints for ever costs no more memory than that. */
export function cappedOutput(maxBytes: number): CappedOutput {
  const chunks: Uint8Array[] = [];
  let kept = 0;
  let isTruncated = false;
  return {
    add(bytes) {
      const room = maxBytes - kept;
      if (bytes.length > room) isTruncated = true;
      if (room <= 0) return;
      // A copy: the chunk may be a view into a much larger pooled buffer.
      const part = Uint8Array.prototype.slice.call(bytes, 0, room);
      chunks.push(part);
      kept += part.length;
    },
    text() {
      const all = Buffer.concat(chunks);
      return all.toString('utf8', 0, isTruncated ? wholeCharacters(all) : all.length);
    },
    isTruncated: () => isTruncated,
  };
}

/** The length of `bytes` without a UTF-8 character that is cut off at its end. */
function wholeCharacters(bytes: Uint8Array): number {
  const tail = Math.max(0, bytes.length - 3);
  let start = bytes.length - 1;
  while (start > tail && ((bytes[start] ?? 0) & 0xc0) === 0x80) start -= 1;
  const missing = start + characterLength(bytes[start] ?? 0) > bytes.length;
  return missing ? Math.max(0, start) : bytes.length;
}

/** How many bytes a UTF-8 character has that starts with `byte`. */
function characterLength(byte: number): number {
  if (byte >= 0xf0) return 4;
  if (byte >= 0xe0) return 3;
  return byte >= 0xc0 ? 2 : 1;
}
