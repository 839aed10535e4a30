import { literal, type Redirect, Unparsable } from '../simpleCommand';
import { type Cursor, skipBlanks, take } from './cursor';
import { readWord } from './words';

const operators = ['<<<', '<<-', '<<', '<>', '<&', '&>>', '&>', '>>', '>&', '>|', '>', '<'] as const;

/** Reads a redirection if one starts here; bodies of here-documents follow after the line. */
export function readRedirect(cursor: Cursor): Redirect | undefined {
  if (/^[<>]\(/.test(cursor.text.slice(cursor.at, cursor.at + 2))) return undefined;
  const operator = operators.find((candidate) => take(cursor, candidate));
  if (operator === undefined) return undefined;
  skipBlanks(cursor);
  const target = readWord(cursor);
  if (target === undefined) throw new Unparsable('a redirection has no target');
  cursor.doubts.push('redirection');
  if (operator === '<<' || operator === '<<-') {
    const { word, source } = target;
    cursor.documents.push({
      end: word.text,
      stripTabs: operator === '<<-',
      isQuoted: source !== word.text,
    });
    return { operator, target: literal('') };
  }
  return { operator, target: target.word };
}

/** Skips the bodies of the here-documents that were announced on the line that just ended. */
export function skipDocuments(cursor: Cursor): void {
  for (const document of cursor.documents.splice(0)) skipDocument(cursor, document);
}

function skipDocument(cursor: Cursor, { end, stripTabs, isQuoted }: Cursor['documents'][number]): void {
  for (;;) {
    if (cursor.at >= cursor.text.length) throw new Unparsable('a here-document is not closed');
    const line = takeLine(cursor);
    if ((stripTabs ? line.replace(/^\t+/, '') : line) === end) return;
    if (!isQuoted && /`|\$\(/.test(line)) throw new Unparsable('a here-document runs commands');
  }
}

function takeLine(cursor: Cursor): string {
  const stop = cursor.text.indexOf('\n', cursor.at);
  const end = stop < 0 ? cursor.text.length : stop;
  const line = cursor.text.slice(cursor.at, end);
  cursor.at = stop < 0 ? end : stop + 1;
  return line;
}
