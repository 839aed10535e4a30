import { isMap, isPair, isScalar, isSeq, Lexer, type Node } from 'yaml';
import type { Problem } from '#protocol/problem';
import { readDocument } from '../../plan/document/readDocument';
import type { TextBlock } from './splitBlocks';

/** What stands around a block, as far as an error of syntax in it may depend on that. */
export interface Neighbours {
  /** Whether it is the first key of the document, or the first entry of its list. */
  readonly isFirst: boolean;
  readonly behind: 'key' | 'entry' | 'end';
}

/** The neighbours of one block of a text. */
export function neighboursOf(blocks: readonly TextBlock[], index: number): Neighbours {
  const before = blocks[index - 1]?.kind;
  const isFirst = before === undefined || before === 'start' || before === 'list';
  const next = blocks[index + 1]?.kind;
  return { isFirst, behind: next === undefined ? 'end' : next === 'entry' ? 'entry' : 'key' };
}

/**
 * The errors of syntax of a block, with lines that count from its start; `null` when they may reach into what follows,
 * as an open quote or brace does. An error may close more than the block's own lines say, so the block is read between
 * marks that stand for its neighbours, and the mark behind it must be read as what it is.
 */
export function blockFaults(block: TextBlock, neighbours: Neighbours): readonly Problem[] | null {
  const { text, kind } = block;
  const { behind } = neighbours;
  if (behind !== 'end' && !closesBraces(text)) return null;
  const indent = kind === 'entry' ? (/^ */.exec(text)?.[0] ?? '') : '';
  const front = frontOf(kind, neighbours, indent);
  const { broken, problems } = readDocument(front.join('') + text + markBehind(behind, indent));
  if (broken === null || (behind !== 'end' && !isMarked(broken, kind, neighbours))) return null;
  const faults = problems.map((fault) => ({ ...fault, line: fault.line - front.length }));
  return faults.every(({ line }) => line > 0) ? faults : null;
}

const mark = 'behind';

function frontOf(kind: TextBlock['kind'], { isFirst }: Neighbours, indent: string): readonly string[] {
  if (kind !== 'entry') return isFirst ? [] : ['front: 1\n'];
  return isFirst ? ['front:\n'] : ['front:\n', `${indent}- front\n`];
}

function markBehind(behind: Neighbours['behind'], indent: string): string {
  if (behind === 'end') return '';
  return behind === 'key' ? `${mark}: 1\n` : `${indent}- ${mark}\n`;
}

/** Whether the mark was read as the one key or entry behind the block, and the block as one. */
function isMarked(root: Node, kind: TextBlock['kind'], { isFirst, behind }: Neighbours): boolean {
  const before = isFirst ? 0 : 1;
  const keys = itemsOf(isMap(root) ? root : null);
  if (kind !== 'entry') return keys.length === before + 2 && isMark(keys.at(-1));
  const list = isPair(keys[0]) && isSeq(keys[0].value) ? keys[0].value : null;
  const entries = itemsOf(list);
  if (behind === 'entry') return keys.length === 1 && entries.length === before + 2 && isMark(entries.at(-1));
  return keys.length === 2 && isMark(keys[1]) && entries.length === before + 1;
}

function itemsOf(collection: { readonly items: readonly unknown[] } | null): readonly unknown[] {
  return collection?.items ?? [];
}

function isMark(item: unknown): boolean {
  const marked = isPair(item) ? item.key : item;
  return isScalar(marked) && marked.value === mark;
}

function closesBraces(text: string): boolean {
  let open = 0;
  for (const lexeme of new Lexer().lex(text)) {
    if (lexeme === '{' || lexeme === '[') open += 1;
    else if (lexeme === '}' || lexeme === ']') open -= 1;
    if (open < 0) return false;
  }
  return open === 0;
}
