/** How a file's bytes are to be read. Only `utf-8` can be changed hunk by hunk. */
export type TextKind = 'utf-8' | 'UTF-16' | 'another encoding than UTF-8 (perhaps Latin-1)' | 'binary';

/** Tells text in UTF-8 from anything else: a NUL byte or a broken sequence means that it is not. */
export function textKind(bytes: Uint8Array): TextKind {
  const hasWideMark = startsWith(bytes, [0xff, 0xfe]) || startsWith(bytes, [0xfe, 0xff]);
  if (hasWideMark && bytes.length % 2 === 0) return 'UTF-16';
  if (bytes.includes(0)) return looksWide(bytes) ? 'UTF-16' : 'binary';
  if (isUtf8(bytes)) return 'utf-8';
  return controlCount(bytes) === 0 ? 'another encoding than UTF-8 (perhaps Latin-1)' : 'binary';
}

/** Whether the bytes begin with the UTF-8 byte order mark. */
export function hasByteOrderMark(bytes: Uint8Array): boolean {
  return startsWith(bytes, [0xef, 0xbb, 0xbf]);
}

function startsWith(bytes: Uint8Array, prefix: readonly number[]): boolean {
  return prefix.every((byte, index) => bytes[index] === byte);
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** UTF-16 without a mark: in most text every other byte of the first lines is zero. */
function looksWide(bytes: Uint8Array): boolean {
  const sample = bytes.subarray(0, 512);
  if (sample.length < 4 || bytes.length % 2 !== 0) return false;
  const zeros = [0, 0];
  for (const [index, byte] of sample.entries())
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  return Math.max(even, odd) > sample.length * 0.4 && Math.min(even, odd) === 0;
}

function controlCount(bytes: Uint8Array): number {
  let count = 0;
  for (const byte of bytes) if (byte < 9 || (byte > 13 && byte < 27) || byte === 127) count++;
  return count;
}
