import type { CursorPlace } from '../cursor/place';
import type { TextLines } from '../text/textLines';

/** What is typed for a key: with its colon, unless that stands there already or belongs behind a quote. */
export function keyText(key: string, { range, style }: CursorPlace, lines: TextLines): string {
  const next = lines.line(range.end.line).slice(range.end.character);
  return style === 'json' || /^["']? *:/.test(next) ? key : `${key}: `;
}
