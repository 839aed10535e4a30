/** A text for a message of the editor, which would turn `[word](command:…)` into a link: what others wrote leads nowhere. */
export function plainMessage(text: string): string {
  return text.replaceAll('](', '] (');
}
