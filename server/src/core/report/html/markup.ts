import { visible } from '#protocol/shown/visible';

/** Text that is markup already: only made by {@link html} and by joining such. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What a template takes: markup as it is, lists of it in a row, everything else as harmless text. */
export type Part = Markup | readonly Markup[] | string | number | null;

/** Makes markup of a template; whatever is put in is text, unless it is markup already. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const text = strings.map((piece, index) => piece + partText(parts[index] ?? null)).join('');
  return new Markup(text);
}

/** No markup at all, where something is left out. */
export const nothing = new Markup('');

function partText(part: Part): string {
  if (part instanceof Markup) {
    return part.text;
  }
  if (part === null || typeof part !== 'object') {
    return escaped(part === null ? '' : String(part));
  }
  return part.map(({ text }) => text).join('\n');
}

/** Controls and marks that turn the direction of text are made visible, then nothing of it can be markup. */
function escaped(text: string): string {
  return visible(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
