import { isMap, type Node, type Pair } from 'yaml';
import type { TextEdit } from '#protocol/language/service';
import { offsetsOf, type PlacedNode, rangeWithin } from '../text/textTree';

/** The edit that gives a map one more key behind its first; `null` where the map has no plain form. */
export function insertKey(placed: PlacedNode, key: string, value: string): TextEdit | null {
  const { node, text } = placed;
  if (!isMap(node)) return null;
  const [first] = node.items as Pair<Node, Node | null>[];
  if (first === undefined) return null;
  const end = offsetsOf(first.value ?? first.key)[1];
  if (node.flow === true) {
    const isJson = /^\s*["']/.test(text.slice(offsetsOf(first.key)[0]));
    return at(placed, end, `, ${isJson ? `"${key}"` : key}: ${value}`);
  }
  const [start] = offsetsOf(first.key);
  const indent = start - (text.lastIndexOf('\n', start - 1) + 1);
  const line = `${' '.repeat(indent)}${key}: ${value}`;
  const lineEnd = endOfLine(text, text[end - 1] === '\n' ? end - 1 : end);
  return at(placed, lineEnd, `${newlineOf(text)}${line}`);
}

/** The edit that puts a text at an offset. */
export function at(placed: PlacedNode, offset: number, newText: string): TextEdit {
  return { range: rangeWithin(placed, offset, offset), newText };
}

/** How lines end in a text. */
export function newlineOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

function endOfLine(text: string, from: number): number {
  const newline = text.indexOf('\n', from);
  if (newline === -1) return text.length;
  return text[newline - 1] === '\r' ? newline - 1 : newline;
}
