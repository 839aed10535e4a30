import { isMap, type Node, type Pair } from 'yaml';
import type { TextEdit } from '#protocol/language/service';
import type { Step } from '#protocol/plan';
import { offsetsOf, type PlacedNode, rangeWithin, type TextTree } from '../text/textTree';
import { at, insertKey, newlineOf } from './insertKey';

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
  const draft = draftOf({ id, step, words }, placed);
  const reference = `{ "preview": "\${steps.${id}.output}" }`;
  const input = tree.at(`${pointer}/${words.inputs}`);
  const uses = input === null ? insertKey(placed, words.inputs, reference) : replaceValue(input, reference);
  const needs = insertNeed(tree, pointer, placed, id);
  if (draft === null || uses === null || needs === null) return null;
  // Two keys may be put in at the same place; the editor keeps the order that they are given in.
  return [draft, uses, needs];
}

interface Draft extends Pick<PreviewWords, 'words'> {
  readonly id: string;
  readonly step: Step;
}

/** The step before the entry: on lines of its own, or in braces where the entry stands in a line. */
function draftOf({ id, step, words }: Draft, placed: PlacedNode): TextEdit | null {
  const path = JSON.stringify(textOf(step.with['path'], 'path/to/file'));
  const content = JSON.stringify(textOf(step.with['content'], ''));
  const entry = entryStart(placed);
  if (entry === null) {
    const { node, text } = placed;
    if (!isMap(node) || node.flow !== true) return null;
    const members = `"id": "${id}", "${words.tool}": "write_file_preview", "${words.inputs}": { "path": ${path}, "content": ${content} }`;
    const start = offsetsOf(node)[0];
    const gap = /\n[ \t]*$/.exec(text.slice(0, start))?.[0] ?? ' ';
    return at(placed, start, `{ ${members} },${gap}`);
  }
  const newline = newlineOf(placed.text);
  const pad = ' '.repeat(entry.indent + 2);
  const lines = [
    `- id: ${id}`,
    `${pad}${words.tool}: write_file_preview`,
    `${pad}${words.inputs}: { path: ${path}, content: ${content} }`,
  ];
  return at(placed, entry.offset, `${lines.join(newline)}${newline}${' '.repeat(entry.indent)}`);
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

/** Where the dash of a step's entry stands; `null` where entries are not lines of their own. */
function entryStart({ node, text }: PlacedNode): { readonly offset: number; readonly indent: number } | null {
  if (!isMap(node)) return null;
  const [first] = node.items as Pair<Node, Node | null>[];
  const start = node.flow === true ? offsetsOf(node)[0] : offsetsOf(first?.key ?? null)[0];
  const line = text.lastIndexOf('\n', start - 1) + 1;
  const lead = /^( *)- +$/.exec(text.slice(line, start));
  return lead === null ? null : { offset: line + (lead[1] ?? '').length, indent: (lead[1] ?? '').length };
}

function replaceValue(placed: PlacedNode, newText: string): TextEdit {
  const [start, end] = offsetsOf(placed.node);
  const isLine = placed.text[end - 1] === '\n';
  const last = isLine ? end - (placed.text[end - 2] === '\r' ? 2 : 1) : end;
  const { node } = placed;
  // A value on the lines below its key moves up to it.
  const from = isMap(node) && node.flow !== true ? afterColon(placed, start) : start;
  return { range: rangeWithin(placed, from, last), newText: from === start ? newText : ` ${newText}` };
}

function afterColon({ key, text }: PlacedNode, fallback: number): number {
  const colon = key === null ? -1 : text.indexOf(':', offsetsOf(key)[1]);
  return colon === -1 ? fallback : colon + 1;
}

function textOf(value: unknown, otherwise: string): string {
  return typeof value === 'string' && value !== '' ? value : otherwise;
}

function freeName(wanted: string, taken: ReadonlySet<string>): string {
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? wanted : `${wanted}_${count}`;
    if (!taken.has(name)) return name;
  }
}
