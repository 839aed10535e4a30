/** How text is laid out in a column of the diff. */
export interface TextRoom {
  /** How many letters of the fixed-width font fit beside each other. */
  readonly columns: number;
}

const tabColumns = 4;
const wide =
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE4F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}]/u;

/** How many lines on the screen a line of text takes when it is broken wherever it must be; nothing is cut off. */
export function wrappedLines(text: string, { columns }: TextRoom): number {
  const width = columnsOf(text);
  return width <= columns ? 1 : Math.ceil(width / Math.max(1, columns));
}

function columnsOf(text: string): number {
  if (!/[^\u0020-\u007e]/.test(text)) {
    return text.length;
  }
  let columns = 0;
  for (const letter of text) {
    if (letter === '\t') {
      columns += tabColumns - (columns % tabColumns);
    } else if (isHidden(letter)) {
      columns += visibleCode(letter).length;
    } else {
      columns += wide.test(letter) ? 2.2 : 1.1;
    }
  }
  return Math.ceil(columns);
}

/** Text in which everything that could deceive a reader is spelled out: control characters and marks of direction. */
export function visibleText(text: string): string {
  let shown = '';
  for (const letter of text.endsWith('\r') ? text.slice(0, -1) : text) {
    shown += isHidden(letter) ? visibleCode(letter) : letter;
  }
  return shown;
}

function isHidden(letter: string): boolean {
  const code = letter.codePointAt(0) ?? 0;
  return (
    (code < 0x20 && code !== 0x09) ||
    (code >= 0x7f && code < 0xa0) ||
    (code >= 0x200b && code <= 0x200f) ||
    (code >= 0x202a && code <= 0x202e) ||
    (code >= 0x2060 && code <= 0x2069) ||
    code === 0xfeff ||
    code === 0xad
  );
}

function visibleCode(letter: string): string {
  return `‹U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}›`;
}
