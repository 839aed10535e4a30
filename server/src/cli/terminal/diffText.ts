import { visibleLines } from '#protocol/shown/visible';
import { paint } from './paint';

/** What a diff needs to be shown. */
export interface ShownDiff {
  readonly diff: string;
  /** `crlf`: every line of the file ends so, and the carriage returns are not repeated on each. */
  readonly eol: string;
}

/** A whole diff, readable by its signs alone, coloured where colours are shown. Nothing in it reaches the terminal raw. */
export function diffText(shown: ShownDiff, hasColor: boolean): string {
  let isInside = false;
  return diffLines(shown)
    .map((line) => {
      isInside ||= line.startsWith('@@');
      return isInside ? bodyLine(line, hasColor) : paint(hasColor, 'strong', line);
    })
    .join('\n');
}

/** The hunks of a diff one by one, in the order of their indexes. */
export function hunkTexts(shown: ShownDiff, hasColor: boolean): readonly string[] {
  const hunks: string[][] = [];
  for (const line of diffLines(shown)) {
    if (line.startsWith('@@')) {
      hunks.push([]);
    }
    hunks.at(-1)?.push(bodyLine(line, hasColor));
  }
  return hunks.map((lines) => lines.join('\n'));
}

function diffLines({ diff, eol }: ShownDiff): readonly string[] {
  const lines = diff.replace(/\n$/, '').split('\n');
  return lines.map((line) => visibleLines(eol === 'crlf' ? line.replace(/\r$/, '') : line));
}

function bodyLine(line: string, hasColor: boolean): string {
  switch (line[0]) {
    case '+':
      return paint(hasColor, 'good', line);
    case '-':
      return paint(hasColor, 'bad', line);
    case '@':
      return paint(hasColor, 'place', line);
    default:
      return line;
  }
}
