import type { TextPosition } from '#protocol/language/service';
import type { TextLines } from '../text/textLines';
import { flowPlace } from './flowCursor';
import { type LineMark, type LineShape, lineShape } from './lineShape';
import type { CursorPlace } from './place';

/** The place of a cursor in YAML by the indentation of the lines above it. */
export function blockPlace(lines: TextLines, position: TextPosition): CursorPlace | null {
  const line = lines.line(position.line);
  const before = line.slice(0, position.character);
  if (/(?:^|\s)#/.test(before) && !/["']/.test(before)) return null;
  const shape = lineShape(before);
  const marks = shape?.marks ?? [];
  const column = shape?.restColumn ?? position.character;
  const last = marks.at(-1);
  const isValue = last !== undefined && last.key !== null;
  const climb = new Climb(lines, position.line);
  // What is typed without a colon yet may become a key where it stands.
  climb.start(isValue ? marks : [...marks, { column, key: '' }]);
  climb.run();
  const cursor = lines.offsetAt(position);
  for (const opened of climb.opened) {
    const place = flowPlace(lines, opened.offset, cursor, opened.path(climb.path()));
    if (place !== null) return place;
  }
  const path = climb.path();
  return isValue
    ? valuePlace(lines, position, { path, column, indent: last.column })
    : keyPlace(lines, position, { path, column, present: climb.siblings(column) });
}

function valuePlace(
  lines: TextLines,
  { line, character }: TextPosition,
  found: { readonly path: CursorPlace['path']; readonly column: number; readonly indent: number },
): CursorPlace {
  const text = lines.line(line);
  const quote = /^["']/.test(text.slice(found.column)) ? 1 : 0;
  const start = Math.min(found.column + quote, character);
  const tail = /^[^\s"',\]}#]*/.exec(text.slice(character))?.[0].length ?? 0;
  return {
    path: found.path,
    spot: 'value',
    prefix: text.slice(start, character),
    range: { start: { line, character: start }, end: { line, character: character + tail } },
    present: [],
    indent: found.indent,
    style: 'block',
  };
}

function keyPlace(
  lines: TextLines,
  { line, character }: TextPosition,
  found: {
    readonly path: CursorPlace['path'];
    readonly column: number;
    readonly present: readonly string[];
  },
): CursorPlace {
  const text = lines.line(line);
  const quote = /^["']/.test(text.slice(found.column)) ? 1 : 0;
  const start = Math.min(found.column + quote, character);
  const tail = /^[^\s:"',#]*/.exec(text.slice(character))?.[0].length ?? 0;
  return {
    path: found.path,
    spot: 'key',
    prefix: text.slice(start, character),
    range: { start: { line, character: start }, end: { line, character: character + tail } },
    present: found.present,
    indent: found.column,
    style: 'block',
  };
}

function firstColumn({ marks, restColumn }: LineShape): number {
  return marks[0]?.column ?? restColumn;
}

interface Opened {
  readonly offset: number;
  path(whole: CursorPlace['path']): CursorPlace['path'];
}

/** Goes up the lines from the cursor and gathers what it stands in. */
class Climb {
  readonly opened: Opened[] = [];
  readonly #lines: TextLines;
  readonly #line: number;
  readonly #path: (string | number)[] = [];
  /** The lowest mark so far: everything around it stands further left. */
  #lowest: LineMark = { column: Number.MAX_SAFE_INTEGER, key: '' };
  #index = 0;

  constructor(lines: TextLines, line: number) {
    this.#lines = lines;
    this.#line = line;
  }

  start(marks: readonly LineMark[]): void {
    const [innermost, ...outer] = [...marks].reverse();
    if (innermost === undefined) return;
    this.#lowest = innermost;
    if (innermost.key !== null && innermost.key !== '') this.#path.push(innermost.key);
    const shape = lineShape(this.#lines.line(this.#line));
    if (shape !== null) this.#noteFlow(this.#line, shape.rest, shape.restColumn, 0);
    for (const mark of outer) this.#takeMark(mark, false);
  }

  run(): void {
    for (let line = this.#line - 1; line >= 0 && this.#lowest.column >= 0; line -= 1) {
      // Most lines lie further in, which their blanks tell alone.
      const isNear = this.#lines.indentOf(line) <= this.#lowest.column;
      const shape = isNear ? lineShape(this.#lines.line(line)) : null;
      if (shape !== null) this.#takeLine(line, shape);
      if (this.#lowest.column === 0 && this.#lowest.key !== null) return;
    }
  }

  path(): readonly (string | number)[] {
    return [...this.#path].reverse();
  }

  /** The keys that stand at a column around the cursor's line, in the same map. */
  siblings(column: number): readonly string[] {
    const found: string[] = [];
    const own = lineShape(this.#lines.line(this.#line))?.marks ?? [];
    const isEntry = own.some(({ key, column: at }) => key === null && at < column);
    if (!isEntry) this.#gather(-1, column, found);
    this.#gather(1, column, found);
    return found;
  }

  #gather(direction: 1 | -1, column: number, found: string[]): void {
    for (let line = this.#line + direction; line >= 0 && line < this.#lines.count; line += direction) {
      const shape = lineShape(this.#lines.line(line));
      const isLeft = shape !== null && firstColumn(shape) < column;
      if (isLeft && direction === 1) return;
      const mark = shape?.marks.find((candidate) => candidate.column === column);
      if (typeof mark?.key === 'string') found.push(mark.key);
      if (isLeft) return;
    }
  }

  #takeLine(line: number, { marks, rest, restColumn }: LineShape): void {
    const hasValue = rest !== '' && !rest.startsWith('#');
    for (const mark of [...marks].reverse()) {
      if (!this.#takeMark(mark, hasValue && mark === marks.at(-1))) continue;
      this.#noteFlow(line, rest, restColumn, this.#path.length - (mark.key === null ? 0 : 1));
    }
  }

  /** Whether the mark is around the cursor; entries before it in the same list are counted. */
  #takeMark(mark: LineMark, hasValue: boolean): boolean {
    const { column, key } = this.#lowest;
    if (key === null && mark.key === null && mark.column === column) {
      this.#index += 1;
      return false;
    }
    const isAround = mark.column < column || (mark.column === column && key === null && mark.key !== null);
    if (!isAround || (hasValue && mark.key !== null && key === null)) return false;
    if (key === null) {
      this.#path.push(this.#index);
      this.#index = 0;
    }
    if (mark.key !== null) this.#path.push(mark.key);
    this.#lowest = mark;
    return true;
  }

  /** A value in braces or brackets may hold the cursor; `from` elements of the path lie below it. */
  #noteFlow(line: number, rest: string, column: number, from: number): void {
    if (!/^[[{]/.test(rest)) return;
    const offset = this.#lines.offsetAt({ line, character: column });
    this.opened.push({ offset, path: (whole) => whole.slice(0, whole.length - from) });
  }
}
