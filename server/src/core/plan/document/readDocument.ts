import {
  Composer,
  type CST,
  type Document,
  Lexer,
  LineCounter,
  type Node,
  type ParsedNode,
  Parser,
} from 'yaml';
import type { Json } from '#protocol/json';
import type { Problem, ProblemCode } from '#protocol/problem';
import { convertNode } from './convertNode';
import { largestText } from './largestText';
import { type Places, Positions } from './positions';

/** A text read as YAML or JSON: its value, where everything stands, and what is wrong with it as text. */
export interface ReadDocument {
  /** `undefined` when the text has no usable value. */
  readonly json: Json | undefined;
  readonly problems: readonly Problem[];
  readonly positions: Places;
  /** The YAML tree, when there is a usable one. */
  readonly root: Node | null;
  /** What could be made of a text with nothing but errors of syntax; no value may be read from it. */
  readonly broken: Node | null;
}

const mostErrors = 100;
/** What stands in the way of the parser may be the rest of the file; its beginning says where it stands. */
const longestExcerpt = 60;
/** Levels of the parser's own stack, about two for each level of a document. */
const deepestStack = 200;

/**
 * Reads one YAML or JSON document with positions. JSON is read as the YAML it is. Never throws: size, depth and the
 * number of aliased values are bounded before anything recursive is done with the text.
 */
export function readDocument(text: string): ReadDocument {
  if (text.length > largestText) {
    return refused(text, new LineCounter(), 'OUT_OF_RANGE', 'The document is larger than 4 MiB.', 0);
  }
  const lines = linesOf(text);
  const tokens = tokensOf(text);
  if ('tooDeepAt' in tokens) {
    return refused(text, lines, 'SYNTAX', 'The document is nested too deeply.', tokens.tooDeepAt);
  }
  const documents = compose(tokens.tokens, lines, text.length);
  const [document, second] = documents;
  if (!document?.contents) return refused(text, lines, 'SYNTAX', 'The document is empty.', 0);
  if (second) {
    const start = second.range[0];
    return refused(text, lines, 'SYNTAX', 'The file holds more than one document.', start);
  }
  return readContents(document, document.contents, text, lines);
}

function readContents(
  document: Document.Parsed<ParsedNode, false>,
  contents: Node,
  text: string,
  lines: LineCounter,
): ReadDocument {
  const faults = [...document.errors, ...document.warnings].slice(0, mostErrors);
  if (faults.length > 0) {
    const positions = new Positions({ root: null, text, lines, aliases: new Map() });
    const problems = faults.map((fault) => ({
      code: 'SYNTAX' as const,
      path: '',
      ...positions.at(fault.pos[0]),
      message: sentence(fault.message),
    }));
    const broken = document.warnings.length === 0 ? contents : null;
    return { json: undefined, problems, positions, root: null, broken };
  }
  const converted = convertNode(contents);
  const positions = new Positions({ root: contents, text, lines, aliases: converted.aliases });
  const problems = converted.faults.slice(0, mostErrors).map((fault) => ({
    code: fault.code,
    path: fault.pointer,
    ...positions.at(fault.offset),
    message: fault.message,
  }));
  const json = converted.isUsable ? converted.json : undefined;
  return { json, problems, positions, root: contents, broken: null };
}

/** Counted in the text itself: the parser tells of no line that ends within what it finds no place for. */
function linesOf(text: string): LineCounter {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines.addNewLine(at + 1);
  return lines;
}

function tokensOf(text: string): { tokens: CST.Token[] } | { tooDeepAt: number } {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (parser.stack.length > deepestStack) return { tooDeepAt: parser.offset };
  }
  for (const token of parser.end()) tokens.push(token);
  return { tokens };
}

function compose(
  tokens: CST.Token[],
  lines: LineCounter,
  length: number,
): Document.Parsed<ParsedNode, false>[] {
  const composer = new Composer<ParsedNode, false>({
    lineCounter: lines,
    prettyErrors: false,
    stringKeys: true,
    // Found while converting, with a set: the library compares every pair of keys.
    uniqueKeys: false,
  });
  const documents: Document.Parsed<ParsedNode, false>[] = [];
  for (const document of composer.compose(tokens, true, length)) {
    documents.push(document);
    if (documents.length > 1) break;
  }
  return documents;
}

function refused(
  text: string,
  lines: LineCounter,
  code: ProblemCode,
  message: string,
  offset: number,
): ReadDocument {
  const positions = new Positions({ root: null, text, lines, aliases: new Map() });
  const problems = [{ code, path: '', ...positions.at(offset), message }];
  return { json: undefined, problems, positions, root: null, broken: null };
}

function sentence(message: string): string {
  const line = message.split('\n', 1)[0] ?? message;
  const quote = line.indexOf(': "');
  const isLong = quote !== -1 && line.endsWith('"') && line.length - quote > longestExcerpt;
  const first = isLong ? `${line.slice(0, quote + longestExcerpt)}…"` : line;
  return first.endsWith('.') ? first : `${first}.`;
}
