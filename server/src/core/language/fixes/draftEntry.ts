import { isMap, type Node, type Pair } from 'yaml';
import type { TextEdit } from '#protocol/language/service';
import { offsetsOf, type PlacedNode, rangeWithin } from '../text/textTree';
import { at, newlineOf } from './insertKey';
import { inBraces, type PreviewHalves } from './previewHalves';

/** A step that drafts, and what its document calls the tool of a step and its inputs. */
export interface Draft {
  readonly id: string;
  readonly tool: string;
  readonly halves: PreviewHalves;
  readonly words: { readonly tool: string; readonly inputs: string };
}

/** Puts the draft before an entry of a list: on lines of its own, or in braces where the entry stands in a line. */
export function draftBeforeEntry(draft: Draft, placed: PlacedNode): TextEdit | null {
  const { id, tool, halves, words } = draft;
  const entry = entryStart(placed);
  if (entry === null) {
    const { node, text } = placed;
    if (!isMap(node) || node.flow !== true) return null;
    const start = offsetsOf(node)[0];
    const gap = /\n[ \t]*$/.exec(text.slice(0, start))?.[0] ?? ' ';
    return at(placed, start, `{ "id": "${id}", ${members(draft)} },${gap}`);
  }
  const newline = newlineOf(placed.text);
  const pad = ' '.repeat(entry.indent + 2);
  const lines = [
    `- id: ${id}`,
    `${pad}${words.tool}: ${tool}`,
    `${pad}${words.inputs}: ${inBraces(halves.draft, false)}`,
  ];
  return at(placed, entry.offset, `${lines.join(newline)}${newline}${' '.repeat(entry.indent)}`);
}

/** Puts the draft before an entry of a map by ids. */
export function draftBeforeKey(draft: Draft, placed: PlacedNode): TextEdit {
  const { id, tool, halves, words } = draft;
  const { key, text } = placed;
  const [start] = offsetsOf(key);
  const lead = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  if (lead.trim() !== '') return at(placed, start, `"${id}": { ${members(draft)} }, `);
  const isJson = text[start] === '"' && /^\s*\{/.test(text);
  const newline = newlineOf(text);
  if (isJson) return at(placed, start, `"${id}": { ${members(draft)} },${newline}${lead}`);
  const lines = [
    `${id}:`,
    `${lead}  ${words.tool}: ${tool}`,
    `${lead}  ${words.inputs}: ${inBraces(halves.draft, false)}`,
  ];
  return at(placed, start, `${lines.join(newline)}${newline}${lead}`);
}

/** Puts a text in the place of a value; a value on the lines below its key moves up to it. */
export function replaceValue(placed: PlacedNode, newText: string): TextEdit {
  const [start, end] = offsetsOf(placed.node);
  const isLine = placed.text[end - 1] === '\n';
  const last = isLine ? end - (placed.text[end - 2] === '\r' ? 2 : 1) : end;
  const { node } = placed;
  const from = isMap(node) && node.flow !== true ? afterColon(placed, start) : start;
  return { range: rangeWithin(placed, from, last), newText: from === start ? newText : ` ${newText}` };
}

function members({ tool, halves, words }: Draft): string {
  return `"${words.tool}": "${tool}", "${words.inputs}": ${inBraces(halves.draft, true)}`;
}

/** Where the dash of an entry stands; `null` where entries are not lines of their own. */
function entryStart({ node, text }: PlacedNode): { readonly offset: number; readonly indent: number } | null {
  if (!isMap(node)) return null;
  const [first] = node.items as Pair<Node, Node | null>[];
  const start = node.flow === true ? offsetsOf(node)[0] : offsetsOf(first?.key ?? null)[0];
  const line = text.lastIndexOf('\n', start - 1) + 1;
  const lead = /^( *)- +$/.exec(text.slice(line, start));
  return lead === null ? null : { offset: line + (lead[1] ?? '').length, indent: (lead[1] ?? '').length };
}

function afterColon({ key, text }: PlacedNode, fallback: number): number {
  const colon = key === null ? -1 : text.indexOf(':', offsetsOf(key)[1]);
  return colon === -1 ? fallback : colon + 1;
}
