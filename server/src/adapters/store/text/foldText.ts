import type { EventRow } from '#protocol/rows';

/** Text as searches compare it: composed, lower case, every white space or control character a plain space. */
export function foldText(text: string): string {
  if (ascii.test(text)) return text.toLowerCase().replace(blank, ' ');
  let folded = '';
  // Half a character is stored as the replacement character.
  const whole = text.replace(/\p{Surrogate}/gu, '\ufffd').normalize('NFC');
  for (const character of whole) folded += character.toLowerCase();
  return folded.replace(blank, ' ');
}

/** Everything of an event that a search looks at: summary, type, payload, and its strings where JSON escapes them. */
export function searchableText(event: Pick<EventRow, 'summary' | 'type' | 'payload'>): string {
  const plain = `${event.summary}\n${event.type}\n${event.payload}`;
  return foldText(event.payload.includes('\\') ? `${plain}\n${unescapedStrings(event.payload)}` : plain);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what these find.
const ascii = /^[\x00-\x7f]*$/;
const blank = /[\s\p{Cc}\u3000]/gu;

function unescapedStrings(json: string): string {
  const found: string[] = [];
  try {
    JSON.parse(json, (key, value: unknown) => {
      if (key.length > 0) found.push(key);
      if (typeof value === 'string') found.push(value);
      return value;
    });
  } catch {
    return '';
  }
  return found.join('\n');
}
