import type { TextEdit } from '#protocol/language/service';
import type { Step } from '#protocol/plan';
import { offsetsOf, type PlacedNode, rangeWithin, type TextTree } from '../text/textTree';
import { draftBeforeEntry, replaceValue } from './draftEntry';
import { insertKey } from './insertKey';
import { freeName, inBraces, previewHalves } from './previewHalves';

/** The ids that steps have already, and what the document calls the tool of a step and its inputs. */
export interface PreviewWords {
  readonly taken: ReadonlySet<string>;
  readonly words: { readonly tool: string; readonly inputs: string };
}

/** The edits that put a step before an apply step, which drafts the write that it applies. */
export function addPreview(
  tree: TextTree,
  pointer: string,
  step: Step,
  { taken, words }: PreviewWords,
): TextEdit[] | null {
  const placed = tree.at(pointer);
  if (placed === null) return null;
  const id = freeName(`draft_${step.id}`.slice(0, 60), taken);
  const halves = previewHalves(step.uses, step.with);
  const draft = draftBeforeEntry({ id, tool: halves.drafts, halves, words }, placed);
  const reference = inBraces({ ...halves.apply, preview: `\${steps.${id}.output}` }, true);
  const input = tree.at(`${pointer}/${words.inputs}`);
  const uses = input === null ? insertKey(placed, words.inputs, reference) : replaceValue(input, reference);
  const needs = insertNeed(tree, pointer, placed, id);
  if (draft === null || uses === null || needs === null) return null;
  // Two keys may be put in at the same place; the editor keeps the order that they are given in.
  return [draft, uses, needs];
}

function insertNeed(tree: TextTree, pointer: string, placed: PlacedNode, id: string): TextEdit | null {
  const needs = tree.at(`${pointer}/needs`);
  const word = /^\s*[{[]/.test(placed.text) ? `"${id}"` : id;
  if (needs === null) return insertKey(placed, 'needs', `[${word}]`);
  const [start, end] = offsetsOf(needs.node);
  if (needs.text[start] !== '[') return null;
  const inner = needs.text.slice(start + 1, end - 1).trim();
  const range = rangeWithin(needs, start, end);
  return { range, newText: inner === '' ? `[${word}]` : `[${inner}, ${word}]` };
}
