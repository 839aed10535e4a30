import { isAlias, isMap, isNode, isSeq, type Node } from 'yaml';
import type { Json, JsonObject } from '#protocol/json';
import type { Problem } from '#protocol/problem';
import type { Places } from '../../plan/document/positions';
import { readDocument } from '../../plan/document/readDocument';
import { blockFaults, type Neighbours } from './blockFaults';
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
  readonly neighbours: Neighbours;
}

/** Deeper blocks are left to the reader of whole texts, which knows where the limit lies. */
const deepestBlock = 40;

/**
 * Reads a block as a document of its own; `null` when it means something only together with others, or nothing:
 * mistakes, anchors and aliases, more than the one key or entry.
 */
export function readBlock(block: TextBlock, neighbours: Neighbours): ReadBlock | null {
  // The block must not keep the whole text alive that it was cut from.
  const text = ` ${block.text}`.slice(1);
  const { kind, key } = block;
  const lineCount = countLines(text);
  const bare = { text, kind, key, lineCount, json: null, root: null, faults: [], neighbours };
  if (kind === 'start') return hasOnlyRemarks(text) ? { ...bare, places: nowhere } : null;
  const read = readDocument(text);
  if (read.broken !== null) {
    const faults = blockFaults(block, neighbours);
    return faults && { ...bare, places: nowhere, faults };
  }
  const { root } = read;
  if (read.json === undefined || read.problems.length > 0 || root === null || !isPlain(root, 0)) return null;
  const json = valueIn(root, read.json, key, kind);
  return json === undefined ? null : { ...bare, json, places: read.positions, root };
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
