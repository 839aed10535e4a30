const escapes: Readonly<Record<string, string>> = {
  '\x07': 'a',
  '\b': 'b',
  '\t': 't',
  '\n': 'n',
  '\v': 'v',
  '\f': 'f',
  '\r': 'r',
  '"': '"',
  '\\': '\\',
};
const unescapes = new Map(Object.entries(escapes).map(([character, letter]) => [letter, character]));

/** A path as git prints it in a patch: in double quotes with C escapes when it holds a quote, backslash or control. */
export function quotePath(path: string): string {
  let quoted = '';
  for (const character of path) {
    const code = character.charCodeAt(0);
    const letter = escapes[character];
    if (letter !== undefined) quoted += `\\${letter}`;
    else quoted += code < 32 || code === 127 ? `\\${code.toString(8).padStart(3, '0')}` : character;
  }
  return quoted === path ? path : `"${quoted}"`;
}

/** Takes {@link quotePath} back, and git's octal bytes too; `undefined` when the quotes or escapes are broken. */
export function unquotePath(text: string): string | undefined {
  if (!text.startsWith('"')) return text;
  if (text.length < 2 || !text.endsWith('"')) return undefined;
  const bytes: number[] = [];
  let at = 1;
  while (at < text.length - 1) {
    const piece = /^(?:\\([0-3][0-7]{2})|\\(.)|([^\\"]))/su.exec(text.slice(at, at + 4));
    const decoded = piece && at + piece[0].length < text.length ? pieceBytes(piece) : undefined;
    if (!piece || !decoded) return undefined;
    bytes.push(...decoded);
    at += piece[0].length;
  }
  return new TextDecoder().decode(Uint8Array.from(bytes));
}

function pieceBytes([, octal, letter = '', plain]: RegExpExecArray): Iterable<number> | undefined {
  if (octal !== undefined) return [Number.parseInt(octal, 8)];
  const character = plain ?? unescapes.get(letter);
  return character === undefined ? undefined : new TextEncoder().encode(character);
}
