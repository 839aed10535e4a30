/**
 * How the cells of a column are read that hold something else than their text: the number of a text, milliseconds, or the
 * bytes of hexadecimal digits behind a prefix. A cell of another type is what it is.
 */
export type Decoder =
  | { readonly kind: 'term'; readonly bytesOf: (key: number) => Buffer }
  | { readonly kind: 'time' }
  | { readonly kind: 'hex'; readonly prefix: string };

/** The decoders of some columns, by their names. */
export type Decoders = ReadonlyMap<string, Decoder>;

/** The text behind a number; undefined where a number stands for itself. */
export function numberText(decoder: Decoder | undefined, value: number): string | undefined {
  if (decoder?.kind === 'term') return decoder.bytesOf(value).toString('utf8');
  return decoder?.kind === 'time' ? timeText(value) : undefined;
}

/** The text behind bytes; undefined where bytes are a text themselves. */
export function bytesText(decoder: Decoder | undefined, bytes: Buffer): string | undefined {
  return decoder?.kind === 'hex' ? decoder.prefix + bytes.toString('hex') : undefined;
}

let lastTime = { ms: Number.NaN, text: '' };

/** Milliseconds as tables tell of times. */
export function timeText(ms: number): string {
  if (ms !== lastTime.ms) lastTime = { ms, text: new Date(ms).toISOString() };
  return lastTime.text;
}
