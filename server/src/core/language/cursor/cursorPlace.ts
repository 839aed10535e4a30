import type { TextPosition } from '#protocol/language/service';
import type { TextLines } from '../text/textLines';
import { blockPlace } from './blockCursor';
import { flowPlace } from './flowCursor';
import type { CursorPlace } from './place';

/** The place of a cursor in YAML or JSON; `null` inside remarks. */
export function cursorPlace(lines: TextLines, position: TextPosition): CursorPlace | null {
  const first = lines.text.search(/\S/);
  if (first !== -1 && (lines.text[first] === '{' || lines.text[first] === '[')) {
    const place = flowPlace(lines, first, lines.offsetAt(position), []);
    return place && { ...place, style: 'json' };
  }
  return blockPlace(lines, position);
}
