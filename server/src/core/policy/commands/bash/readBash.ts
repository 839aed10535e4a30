import { type Redirect, type SimpleCommand, Unparsable, type Word } from '../simpleCommand';
import { type Cursor, cursorOver, peek, skipBlanks, take } from './cursor';
import { readRedirect, skipDocuments } from './redirects';
import { readWord } from './words';

/** Every simple command of a Bash script, those inside substitutions too; throws Unparsable. */
export function readBash(script: string, depth: number): readonly SimpleCommand[] {
  const cursor = cursorOver(script, depth, [], readList);
  readList(cursor, '');
  return cursor.found;
}

/** Pipes that lead into the command at hand, and into the groups around it. */
interface Pipes {
  upstream: string[];
  readonly groups: string[][];
}

function readList(cursor: Cursor, closer: string): void {
  const pipes: Pipes = { upstream: [], groups: [] };
  for (;;) {
    skipBlanks(cursor);
    if (peek(cursor) === closer) {
      if (cursor.documents.length > 0) throw new Unparsable('a here-document is not closed');
      cursor.at += closer.length;
      return;
    }
    if (peek(cursor) === '') throw new Unparsable('a group is not closed');
    if (!readSeparator(cursor, pipes)) readCommand(cursor, pipes);
  }
}

function readSeparator(cursor: Cursor, pipes: Pipes): boolean {
  if (take(cursor, '\n')) {
    skipDocuments(cursor);
    endPipe(pipes);
    return true;
  }
  if (cursor.text.startsWith(';;', cursor.at)) throw new Unparsable('case is not read');
  if (take(cursor, '&&') || take(cursor, '||') || take(cursor, ';')) {
    endPipe(pipes);
    return true;
  }
  if (take(cursor, '|&') || take(cursor, '|')) return true;
  if (peek(cursor) === '&' && peek(cursor, 1) !== '>') {
    cursor.at++;
    endPipe(pipes);
    return true;
  }
  return false;
}

function endPipe(pipes: Pipes): void {
  pipes.upstream = [...(pipes.groups[pipes.groups.length - 1] ?? [])];
}

const openers = new Set(['{', 'if', 'while', 'until', 'for']);
const closers = new Set(['}', 'fi', 'done']);
const passed = new Set(['then', 'else', 'elif', 'do', '!', 'time']);
const refused = new Set(['case', 'select', 'function', 'coproc']);

function readCommand(cursor: Cursor, pipes: Pipes): void {
  cursor.doubts = [];
  if (peek(cursor) === '(') {
    readSubshell(cursor, pipes);
    return;
  }
  if (peek(cursor) === ')') throw new Unparsable('a parenthesis is not opened');
  const start = cursor.at;
  const keyword = readWord(cursor)?.source ?? '';
  if (readKeyword(cursor, pipes, keyword)) return;
  cursor.at = start;
  cursor.doubts = [];
  readSimple(cursor, pipes);
}

/** Words that only order commands; the commands they order are read like any other. */
function readKeyword(cursor: Cursor, pipes: Pipes, keyword: string): boolean {
  if (refused.has(keyword)) throw new Unparsable(`${keyword} is not read`);
  if (openers.has(keyword)) {
    pipes.groups.push([...pipes.upstream]);
    if (keyword === 'for') readFor(cursor);
    return true;
  }
  if (closers.has(keyword)) {
    pipes.upstream = [...(pipes.groups.pop() ?? []), keyword];
    return true;
  }
  if (keyword === '[[') readTest(cursor);
  return keyword === '[[' || passed.has(keyword);
}

/** What is written inside may be piped into, and may itself be a source of what comes after. */
function readSubshell(cursor: Cursor, pipes: Pipes): void {
  if (peek(cursor, 1) === '(') throw new Unparsable('arithmetic commands are not read');
  cursor.at++;
  const before = cursor.found.length;
  readList(cursor, ')');
  for (let index = before; index < cursor.found.length; index++) {
    const inner = cursor.found[index];
    if (inner !== undefined) {
      cursor.found[index] = { ...inner, upstream: [...pipes.upstream, ...inner.upstream] };
      pipes.upstream.push(inner.words[0]?.text ?? '');
    }
  }
  skipBlanks(cursor);
  while (readRedirect(cursor) !== undefined) skipBlanks(cursor);
}

function readFor(cursor: Cursor): void {
  skipBlanks(cursor);
  if (readWord(cursor) === undefined) throw new Unparsable('for needs a name');
  for (;;) {
    skipBlanks(cursor);
    if (readWord(cursor) === undefined) return;
  }
}

function readTest(cursor: Cursor): void {
  for (;;) {
    skipBlanks(cursor);
    if (peek(cursor) === '') throw new Unparsable('[[ is not closed');
    const read = '()<>&|\n'.includes(peek(cursor)) ? undefined : readWord(cursor);
    if (read?.source === ']]') return;
    if (read === undefined) cursor.at++;
  }
}

const assignment = /^([A-Za-z_][A-Za-z0-9_]*)(?:\[[^\]]*\])?\+?=/;

function readSimple(cursor: Cursor, pipes: Pipes): void {
  const words: Word[] = [];
  const assignments: string[] = [];
  const redirects: Redirect[] = [];
  while (readRedirectInto(cursor, redirects) || readWordInto(cursor, words, assignments));
  cursor.found.push({
    words,
    assignments,
    redirects,
    upstream: [...pipes.upstream],
    doubts: [...new Set(cursor.doubts)],
  });
  pipes.upstream.push(words[0]?.text ?? '');
  if (peek(cursor) === '(') throw new Unparsable('a function is not read');
}

function readRedirectInto(cursor: Cursor, redirects: Redirect[]): boolean {
  skipBlanks(cursor);
  const redirect = readRedirect(cursor);
  if (redirect !== undefined) redirects.push(redirect);
  return redirect !== undefined;
}

function readWordInto(cursor: Cursor, words: Word[], assignments: string[]): boolean {
  const read = readWord(cursor);
  if (read === undefined) return false;
  const name = words.length === 0 ? assignment.exec(read.source)?.[1] : undefined;
  if (name !== undefined) assignments.push(name);
  else if (!isDescriptor(read.source, cursor)) words.push(read.word);
  return true;
}

/** Digits right before `<` or `>` name a stream. */
function isDescriptor(source: string, cursor: Cursor): boolean {
  return /^(?:\d+|\{\w+\})$/.test(source) && '<>'.includes(peek(cursor) || ' ') && peek(cursor, 1) !== '(';
}
