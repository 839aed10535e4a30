import { isSeq, type Node } from 'yaml';
import type { TextEdit } from '#protocol/language/service';
import { offsetsOf, type PlacedNode, type TextTree } from '../text/textTree';
import { at, insertKey, newlineOf } from './insertKey';

/** The edit that adds a step to the `needs` of the step at a pointer. */
export function addNeed(tree: TextTree, pointer: string, need: string): TextEdit | null {
  const step = tree.at(pointer);
  if (step === null) return null;
  const needs = tree.at(`${pointer}/needs`);
  if (needs === null) return insertKey(step, 'needs', isJson(step.text) ? `["${need}"]` : `[${need}]`);
  return appendEntry(needs, need);
}

/** The edit that puts a text behind the last entry of a list. */
export function appendEntry(list: PlacedNode, entry: string): TextEdit | null {
  const { node, text } = list;
  if (!isSeq(node)) return null;
  const last = node.items.at(-1) as Node | undefined;
  if (node.flow === true) {
    const word = isJson(text) || /[^\w-]/.test(entry) ? `"${entry}"` : entry;
    return last === undefined
      ? at(list, offsetsOf(node)[0] + 1, word)
      : at(list, offsetsOf(last)[1], `, ${word}`);
  }
  if (last === undefined) return null;
  const [start, end] = offsetsOf(last);
  const dash = text.lastIndexOf('-', start);
  const indent = dash - (text.lastIndexOf('\n', dash) + 1);
  return at(list, end, `${newlineOf(text)}${' '.repeat(indent)}- ${entry}`);
}

function isJson(text: string): boolean {
  return /^\s*[{[]/.test(text);
}
