/**
 * JSON whose integers keep their digits: one beyond what a number holds exactly is read as the text of its digits, as OTLP
 * writes integers of 64 bits, and so is a number that is too large for any. Throws where `JSON.parse` does.
 */
export function parseExactJson(text: string): unknown {
  return JSON.parse(mayHoldWide.test(text) ? text.replace(token, quotedWide) : text);
}

/** So many digits, or an exponent, outside of a text; in texts it may look like that too. */
const mayHoldWide = /(?:^|[:[,\s-])(?:\d{16}|[\d.]+[eE])/;
/** A text, to its end or that of the whole, or a number that is no name; each place is looked at once, whatever stands there. */
const token =
  /"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?$)|(?<![\w.+-])-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?(?![\w.+-])(?!\s*:)/gs;

function quotedWide(found: string): string {
  if (found.startsWith('"')) return found;
  const value = Number(found);
  const isKept = /^-?\d+$/.test(found) ? Number.isSafeInteger(value) : Number.isFinite(value);
  return isKept ? found : `"${found}"`;
}
