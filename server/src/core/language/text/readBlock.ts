import { isAlias, isMap, isNode, isPair, isScalar, isSeq, Lexer, type Node } from 'yaml';
import type { Json, JsonObject } from '#protocol/json';
import type { Problem } from '#protocol/problem';
import type { Places } from '../../plan/document/positions';
import { readDocument } from '../../plan/document/readDocument';
import type { TextBlock } from './splitBlocks';

/** One block understood by itself; lines and offsets count from its start. */
export interface ReadBlock {
  readonly text: string;
  readonly kind: TextBlock['kind'];
  readonly key: string;
  readonly lineCount: number;
  /** The value of the key, or the entry. */
  readonly json: Json;
  readonly places: Places;
  /** Its YAML tree: a map with one key, or a list with one entry. */
  readonly root: Node | null;
  /** Errors of syntax that end with the block; then it has no value. */
  readonly faults: readonly Problem[];
  /** Whether nothing follows, which an error of syntax may depend on. */
  readonly isLast: boolean;
}

/** Deeper blocks are left to the reader of whole texts, which knows where the limit lies. */
const deepestBlock = 40;

/**
 * Reads a block as a document of its own; `null` when it means something only together with others, or nothing:
 * mistakes, anchors and aliases, more than the one key or entry.
 */
export function readBlock(block: TextBlock, isLast: boolean): ReadBlock | null {
  // The block must not keep the whole text alive that it was cut from.
  const text = ` ${block.text}`.slice(1);
  const { kind, key } = block;
  const lineCount = countLines(text);
  const bare = { text, kind, key, lineCount, json: null, root: null, faults: [], isLast };
  if (kind === 'start') return hasOnlyRemarks(text) ? { ...bare, places: nowhere } : null;
  const read = readDocument(text);
  if (read.broken !== null) {
    const faults = isLast ? read.problems : containedFaults(text, kind);
    return faults && { ...bare, places: nowhere, faults };
  }
  const { root } = read;
  if (read.json === undefined || read.problems.length > 0 || root === null || !isPlain(root, 0)) return null;
  const json = valueIn(root, read.json, key, kind);
  return json === undefined ? null : { ...bare, json, places: read.positions, root };
}

/**
 * The errors of a block that something follows; `null` when they may reach into that, as an open quote or brace does.
 * To see it, a mark is put behind the block: it must be read as what it is.
 */
function containedFaults(text: string, kind: TextBlock['kind']): readonly Problem[] | null {
  const indent = kind === 'entry' ? (/^ */.exec(text)?.[0] ?? '') : '';
  if (!closesBraces(text)) return null;
  const { broken, problems } = readDocument(
    `${text}${indent}${kind === 'entry' ? `- ${mark}` : `${mark}: 1`}\n`,
  );
  const isWhole = kind === 'entry' ? isSeq(broken) : isMap(broken);
  const items: readonly unknown[] = isWhole && broken !== null && 'items' in broken ? broken.items : [];
  const last = items[1];
  if (items.length !== 2) return null;
  const marked = isPair(last) ? last.key : last;
  return isScalar(marked) && marked.value === mark ? problems : null;
}

const mark = 'behind';

function closesBraces(text: string): boolean {
  let open = 0;
  for (const lexeme of new Lexer().lex(text)) {
    if (lexeme === '{' || lexeme === '[') open += 1;
    else if (lexeme === '}' || lexeme === ']') open -= 1;
    if (open < 0) return false;
  }
  return open === 0;
}

/** Places of a text without a value. */
export const nowhere: Places = {
  ofValue: () => ({ line: 1, column: 1 }),
  ofKey: () => ({ line: 1, column: 1 }),
  within: () => ({ line: 1, column: 1 }),
};

function hasOnlyRemarks(text: string): boolean {
  return text.split('\n').every((line) => /^(?: *(?:#.*)?|---[ ]*)\r?$/.test(line));
}

function valueIn(root: Node, json: Json, key: string, kind: TextBlock['kind']): Json | undefined {
  if (kind === 'entry')
    return isSeq(root) && root.items.length === 1 ? (json as readonly Json[])[0] : undefined;
  return isMap(root) && root.items.length === 1 ? (json as JsonObject)[key] : undefined;
}

function isPlain(node: unknown, depth: number): boolean {
  if (!isNode(node)) return true;
  if (isAlias(node) || node.anchor !== undefined || depth > deepestBlock) return false;
  if (isSeq(node)) return node.items.every((item) => isPlain(item, depth + 1));
  if (!isMap(node)) return true;
  return node.items.every(({ key, value }) => isPlain(key, depth + 1) && isPlain(value, depth + 1));
}

function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
