/** A string as it was read: where it ends, and its value or why it has none. */
export interface ReadString {
  readonly end: number;
  readonly value: string;
  readonly problem: string | null;
}

/** Reads a string in the syntax of Go that starts at a quote: `"…"` with escapes, or raw between back quotes. */
export function readString(text: string, start: number): ReadString {
  if (text[start] === '`') return readRaw(text, start);
  plainOrEscape.lastIndex = start + 1;
  let at = start + 1;
  let value = '';
  let problem: string | null = null;
  for (
    let [part] = plainOrEscape.exec(text) ?? [];
    part !== undefined;
    [part] = plainOrEscape.exec(text) ?? []
  ) {
    const meant = part.startsWith('\\') ? escaped(part) : part;
    if (meant === null) problem ??= `'${part}' is no escape; write \\\\ for a backslash`;
    value += meant ?? '';
    at += part.length;
  }
  return text[at] === '"'
    ? { end: at + 1, value, problem }
    : { end: at, value, problem: 'the string does not end' };
}

function readRaw(text: string, start: number): ReadString {
  const close = text.indexOf('`', start + 1);
  return close === -1
    ? { end: text.length, value: text.slice(start + 1), problem: 'the string does not end' }
    : { end: close + 1, value: text.slice(start + 1, close).replaceAll('\r', ''), problem: null };
}

const plainOrEscape = /[^"\\\n]+|\\x[0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\U[0-9a-fA-F]{8}|\\[0-7]{3}|\\[^\n]/gy;

const simple: Readonly<Record<string, string>> = {
  '\\a': '\x07',
  '\\b': '\b',
  '\\f': '\f',
  '\\n': '\n',
  '\\r': '\r',
  '\\t': '\t',
  '\\v': '\v',
  '\\\\': '\\',
  '\\"': '"',
};

function escaped(part: string): string | null {
  if (Object.hasOwn(simple, part)) return simple[part] ?? null;
  if (/^\\[0-7]{3}$/.test(part)) return oneByte(Number.parseInt(part.slice(1), 8));
  if (part.length < 4) return null;
  const code = Number.parseInt(part.slice(2), 16);
  if (part[1] === 'x') return oneByte(code);
  const isCharacter = code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  return isCharacter ? String.fromCodePoint(code) : null;
}

/** Bytes above 127 are parts of characters; `\u` names those whole. */
function oneByte(code: number): string | null {
  return code < 0x80 ? String.fromCharCode(code) : null;
}
