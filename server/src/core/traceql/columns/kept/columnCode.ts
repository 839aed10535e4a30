/** What the bytes of a column hold. */
export type ColumnData =
  | { readonly kind: 'numbers'; readonly numbers: Float64Array | Int32Array | Uint32Array }
  | {
      readonly kind: 'dictionary';
      readonly codes: Uint8Array | Uint16Array | Uint32Array;
      /** What the codes from 1 on stand for, as JSON. */
      readonly values: string;
    };

const kinds = { f64: 1, i32: 2, u32: 3, dictionary: 4 } as const;
const headBytes = 16;

/** Writes a column: a check of all that follows, its kind, how many rows, bytes of a code; codes; values. */
export function encodeColumn(column: ColumnData): Uint8Array {
  const body = column.kind === 'numbers' ? column.numbers : column.codes;
  const texts = column.kind === 'dictionary' ? new TextEncoder().encode(column.values) : new Uint8Array(0);
  const bodyBytes = aligned(body.byteLength);
  const bytes = new Uint8Array(aligned(headBytes + bodyBytes + texts.length));
  const head = new Uint32Array(bytes.buffer, 0, 4);
  head[1] = kindOf(column) | (body.BYTES_PER_ELEMENT << 8);
  head[2] = body.length;
  head[3] = texts.length;
  bytes.set(new Uint8Array(body.buffer, body.byteOffset, body.byteLength), headBytes);
  bytes.set(texts, headBytes + bodyBytes);
  head[0] = checkOf(bytes);
  return bytes;
}

/** Reads a column; null when its bytes are not those that were written. */
export function decodeColumn(given: Uint8Array): ColumnData | null {
  const bytes = given.byteOffset % 8 === 0 ? given : given.slice();
  if (bytes.length < headBytes || bytes.length % 8 !== 0) return null;
  const [check, form = 0, count = 0, textBytes = 0] = new Uint32Array(bytes.buffer, bytes.byteOffset, 4);
  if (check !== checkOf(bytes)) return null;
  const width = form >> 8;
  const bodyBytes = aligned(count * width);
  if (headBytes + bodyBytes + textBytes > bytes.length) return null;
  const from = bytes.byteOffset + headBytes;
  switch (form & 255) {
    case kinds.f64:
      return { kind: 'numbers', numbers: new Float64Array(bytes.buffer, from, count) };
    case kinds.i32:
      return { kind: 'numbers', numbers: new Int32Array(bytes.buffer, from, count) };
    case kinds.u32:
      return { kind: 'numbers', numbers: new Uint32Array(bytes.buffer, from, count) };
    case kinds.dictionary: {
      const Codes = width === 1 ? Uint8Array : width === 2 ? Uint16Array : Uint32Array;
      const texts = bytes.subarray(headBytes + bodyBytes, headBytes + bodyBytes + textBytes);
      return {
        kind: 'dictionary',
        codes: new Codes(bytes.buffer as ArrayBuffer, from, count),
        values: new TextDecoder().decode(texts),
      };
    }
    default:
      return null;
  }
}

function kindOf(column: ColumnData): number {
  if (column.kind === 'dictionary') return kinds.dictionary;
  if (column.numbers instanceof Float64Array) return kinds.f64;
  return column.numbers instanceof Int32Array ? kinds.i32 : kinds.u32;
}

function aligned(size: number): number {
  return (size + 7) & ~7;
}

/** A sum over all words behind the first that any damage of a page changes. */
function checkOf(bytes: Uint8Array): number {
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
  let check = 0x811c9dc5;
  for (let at = 1; at < words.length; at += 1)
    check = Math.imul((check ^ (words[at] as number)) + at, 0x01000193);
  return check >>> 0;
}
