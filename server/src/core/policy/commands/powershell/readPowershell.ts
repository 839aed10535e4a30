import {
  literal,
  longestScript,
  type Redirect,
  type SimpleCommand,
  Unparsable,
  type Word,
} from '../simpleCommand';
import { type Cursor, charAt, readInner, readWord } from './words';

/** Every simple command of a PowerShell script, those in blocks and brackets too; throws Unparsable. */
export function readPowershell(script: string, depth: number): readonly SimpleCommand[] {
  if (script.length > longestScript) throw new Unparsable('the script is too long');
  if (/[\0\u2010-\u2015\u2018-\u201f]/.test(script)) {
    throw new Unparsable('typographic quotes and dashes act as syntax here');
  }
  const text = script.replaceAll('\r\n', '\n');
  const cursor: Cursor = { text, at: 0, depth, found: [], doubts: [], readList };
  readList(cursor, '');
  return cursor.found;
}

function readList(cursor: Cursor, closer: string): void {
  let upstream: string[] = [];
  for (;;) {
    skipBlanks(cursor);
    const char = charAt(cursor);
    if (char === closer) {
      cursor.at += closer.length;
      return;
    }
    if (char === '' || char === ')' || char === '}')
      throw new Unparsable('a bracket is not closed or not opened');
    const separator = /^(?:\n|;|&&|\|\||\|)/.exec(cursor.text.slice(cursor.at, cursor.at + 2))?.[0];
    cursor.at += separator?.length ?? 0;
    if (separator === undefined) readStatement(cursor, upstream);
    else if (separator !== '|') upstream = [];
  }
}

function skipBlanks(cursor: Cursor): void {
  for (;;) {
    const blank = /^(?:[ \t]+|`\n|#[^\n]*)/.exec(cursor.text.slice(cursor.at, cursor.at + 4096))?.[0];
    if (blank !== undefined) cursor.at += blank.length;
    else if (cursor.text.startsWith('<#', cursor.at)) {
      const end = cursor.text.indexOf('#>', cursor.at);
      if (end < 0) throw new Unparsable('a comment is not closed');
      cursor.at = end + 2;
    } else return;
  }
}

const keywords =
  /^(?:if|elseif|else|while|until|for|foreach|do|switch|function|filter|class|enum|using|param|begin|process|end|try|catch|finally|trap|return|throw|break|continue|exit|data|workflow|parallel|sequence|inlinescript)$/i;

function readStatement(cursor: Cursor, upstream: string[]): void {
  cursor.doubts = [];
  const assigned = skipAssignments(cursor);
  if (charAt(cursor) === '(') {
    cursor.at++;
    readInner(cursor, ')');
    expectEnd(cursor);
    upstream.push('(…)');
    return;
  }
  if (skipValue(cursor)) {
    const doubts = [...new Set(cursor.doubts)];
    cursor.found.push({ words: [], assignments: assigned, redirects: [], upstream: [...upstream], doubts });
    upstream.push('value');
    return;
  }
  const isCalled = /^[&.](?=[\s'"(])/.test(cursor.text.slice(cursor.at, cursor.at + 2));
  if (isCalled) {
    cursor.at++;
    skipBlanks(cursor);
  }
  readSimple(cursor, upstream, { assigned, isCalled });
}

/** `$name =` in front of a command; environment variables are remembered. */
function skipAssignments(cursor: Cursor): string[] {
  const names: string[] = [];
  for (;;) {
    const found = /^\$(?:(env):)?(\w+)[ \t]*[-+*/%]?=(?!=)/i.exec(
      cursor.text.slice(cursor.at, cursor.at + 300),
    );
    if (found === null) return names;
    if (found[1] !== undefined) names.push(found[2] ?? '');
    cursor.at += found[0].length;
    cursor.doubts.push('variable');
    skipBlanks(cursor);
  }
}

/** A literal or a plain variable whose value is only piped or assigned on. */
function skipValue(cursor: Cursor): boolean {
  const char = charAt(cursor);
  if (char === '[' || (char === '@' && charAt(cursor, 1) !== '('))
    throw new Unparsable('an expression is not read');
  if (char !== '$' && char !== "'" && char !== '"' && char !== '@' && !/[0-9]/.test(char)) return false;
  const value = readWord(cursor);
  if (value === undefined) throw new Unparsable('an expression is not read');
  if (char === '$' && !/^\$[\w:]+$/.test(value.text)) throw new Unparsable('an expression is not read');
  expectEnd(cursor);
  return true;
}

function expectEnd(cursor: Cursor): void {
  skipBlanks(cursor);
  if (!'\n;|)}'.includes(charAt(cursor) || ';')) throw new Unparsable('an expression is not read');
}

interface Start {
  readonly assigned: readonly string[];
  readonly isCalled: boolean;
}

function readSimple(cursor: Cursor, upstream: string[], { assigned, isCalled }: Start): void {
  const words: Word[] = [];
  const redirects: Redirect[] = [];
  for (;;) {
    skipBlanks(cursor);
    const redirect = readRedirect(cursor);
    if (redirect !== undefined) {
      redirects.push(redirect);
      continue;
    }
    const word = readWord(cursor);
    if (word === undefined) break;
    words.push(word);
  }
  if (charAt(cursor) === '&' && charAt(cursor, 1) !== '&') cursor.at++;
  const program = words[0];
  if (program === undefined) throw new Unparsable('a command is expected');
  const isStatement = upstream.length === 0 && !isCalled;
  if (isStatement && keywords.test(program.text)) throw new Unparsable(`${program.text} is not read`);
  cursor.found.push({
    words,
    assignments: assigned,
    redirects,
    upstream: [...upstream],
    doubts: [...new Set(cursor.doubts)],
  });
  upstream.push(program.text);
}

function readRedirect(cursor: Cursor): Redirect | undefined {
  const operator = /^(?:[1-6*]?>>?(?:&[1-6])?|<)/.exec(cursor.text.slice(cursor.at, cursor.at + 5))?.[0];
  if (operator === undefined) return undefined;
  cursor.at += operator.length;
  cursor.doubts.push('redirection');
  if (operator.includes('&')) return { operator, target: literal('') };
  skipBlanks(cursor);
  const target = readWord(cursor);
  if (target === undefined) throw new Unparsable('a redirection has no target');
  return { operator, target };
}
