import { isScalar } from 'yaml';
import type { DocumentSymbol, FoldingRange, TextRange } from '#protocol/language/service';
import { isMap as isObject } from '../../policy/settings/shapes';
import { keyRangeOf, type PlacedNode, rangeOf, type TextTree } from '../text/textTree';
import type { Understanding } from '../understanding';

/** Numbers of the language protocol for kinds of symbols. */
const symbolKinds = { property: 8, step: 12, entry: 13 } as const satisfies Record<
  string,
  DocumentSymbol['kind']
>;

const titles: Readonly<Record<string, DocumentSymbol['kind']>> = { steps: 2, nodes: 2, rules: 2 };

/** Levels of an outline: as far as the nodes below `flow`, and the rules below `permissions`, are. */
const deepest = 3;

/** The outline of a document: its keys, what lies below them, and below lists what their entries are called. */
export function outline({ tree, reading, kind }: Understanding): DocumentSymbol[] {
  if (kind === 'none' || !isObject(reading.json)) return [];
  return Object.keys(reading.json).flatMap((key) => {
    const pointer = pointerTo('', key);
    const whole = wholeRange(tree, pointer, reading.json);
    if (whole === null) return [];
    const { placed, range } = whole;
    const value: unknown = isObject(reading.json) ? reading.json[key] : undefined;
    return [
      {
        name: key,
        detail: typeof value === 'string' ? value.slice(0, 80) : '',
        kind: titles[key] ?? symbolKinds.property,
        range,
        selectionRange: inside(keyRange(tree, pointer, placed), range),
        children: entriesOf(tree, pointer, value, 2),
      },
    ];
  });
}

/** What an editor may fold: whatever the outline shows. */
export function folds(understood: Understanding): FoldingRange[] {
  const all = outline(understood).flatMap(function flat(symbol): DocumentSymbol[] {
    return [symbol, ...symbol.children.flatMap(flat)];
  });
  return all.flatMap(({ range }) =>
    range.end.line > range.start.line ? [{ startLine: range.start.line, endLine: range.end.line }] : [],
  );
}

function entriesOf(tree: TextTree, pointer: string, value: unknown, level: number): DocumentSymbol[] {
  const entries: readonly (readonly [string, unknown])[] = Array.isArray(value)
    ? value.map((entry: unknown, index) => [`${pointer}/${index}`, entry] as const)
    : isObject(value)
      ? Object.entries(value).map(([key, entry]) => [pointerTo(pointer, key), entry] as const)
      : [];
  return entries.flatMap(([place, entry]) => {
    const placed = tree.at(place);
    if (placed === null) return [];
    const named = nameOf(tree, place, entry, placed);
    if (named === null) return [];
    const range = around(keyRangeOf(placed), rangeOf(placed));
    const selectionRange = inside(named.selectionRange, range);
    // What a step, a node or a rule holds is read, not looked for.
    const isLeaf = level === deepest || Array.isArray(value) || pointer.endsWith('/nodes');
    return [
      { ...named, range, selectionRange, children: isLeaf ? [] : entriesOf(tree, place, entry, level + 1) },
    ];
  });
}

type Named = Pick<DocumentSymbol, 'name' | 'detail' | 'kind' | 'selectionRange'>;

function nameOf(tree: TextTree, place: string, entry: unknown, placed: PlacedNode): Named | null {
  if (placed.key !== null && isScalar(placed.key)) return keyName(place, entry, placed, placed.key.value);
  if (!isObject(entry)) return null;
  const key = ['id', 'name'].find((candidate) => typeof entry[candidate] === 'string');
  const at = key === undefined ? null : tree.at(pointerTo(place, key));
  const name = key === undefined ? '' : String(entry[key]);
  return {
    name: name === '' ? `#${Number(place.slice(place.lastIndexOf('/') + 1)) + 1}` : name,
    detail: detailOf(entry),
    kind: symbolKinds.step,
    selectionRange: at === null ? rangeOf(placed) : rangeOf(at),
  };
}

function keyName(place: string, entry: unknown, placed: PlacedNode, key: unknown): Named {
  const name = String(key) || '?';
  const selectionRange = keyRangeOf(placed);
  const isNode = /(?:^|\/)nodes\/[^/]*$/.test(place);
  if (isNode) return { name, detail: detailOf(entry), kind: symbolKinds.step, selectionRange };
  return { name, detail: '', kind: titles[name] ?? symbolKinds.property, selectionRange };
}

/** What a step, a node or a rule does, in a word. */
function detailOf(entry: unknown): string {
  if (!isObject(entry)) return '';
  const detail = entry['uses'] ?? entry['tool'] ?? entry['type'] ?? entry['effect'] ?? entry['command'];
  return typeof detail === 'string' ? detail.slice(0, 80) : '';
}

/** A key of the top level with all of its value; a list that was read in entries goes from its key to its last entry. */
function wholeRange(
  tree: TextTree,
  pointer: string,
  json: unknown,
): { readonly placed: PlacedNode; readonly range: TextRange } | null {
  const placed = tree.at(pointer);
  if (placed !== null) return { placed, range: around(keyRangeOf(placed), rangeOf(placed)) };
  const list: unknown = isObject(json) ? json[pointer.slice(1)] : undefined;
  const last = Array.isArray(list) ? tree.at(`${pointer}/${list.length - 1}`) : null;
  const key = tree.listKey(pointer);
  return last === null || key === null ? null : { placed: last, range: around(key, rangeOf(last)) };
}

function keyRange(tree: TextTree, pointer: string, placed: PlacedNode): TextRange {
  return tree.listKey(pointer) ?? keyRangeOf(placed);
}

function around(first: TextRange, last: TextRange): TextRange {
  const isBefore =
    first.end.line < last.end.line ||
    (first.end.line === last.end.line && first.end.character <= last.end.character);
  return { start: first.start, end: isBefore ? last.end : first.end };
}

/** Editors refuse a name that stands outside of what it names. */
function inside(range: TextRange, outer: TextRange): TextRange {
  const isInside = range.start.line >= outer.start.line && range.end.line <= outer.end.line;
  return isInside ? range : { start: outer.start, end: outer.start };
}

function pointerTo(pointer: string, key: string): string {
  return `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
