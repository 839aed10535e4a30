import { isMap, isNode, isScalar, isSeq, type Node, type Pair } from 'yaml';
import type { TextRange } from '#protocol/language/service';
import { BlockPlaces } from './blockPlaces';
import type { DocumentReading } from './documentText';
import { lineStarts, positionAt } from './textLines';

/** A YAML node with the text it was read from and the line on which that text starts. */
export interface PlacedNode {
  readonly node: Node | null;
  readonly key: Node | null;
  readonly text: string;
  readonly line: number;
}

/** The YAML tree of a text, whether it was read in blocks or as a whole; answers what stands where. */
export class TextTree {
  readonly #blocks: BlockPlaces | null;
  readonly #reading: DocumentReading;
  readonly text: string;

  constructor(reading: DocumentReading, text: string) {
    this.#reading = reading;
    this.text = text;
    this.#blocks = reading.positions instanceof BlockPlaces ? reading.positions : null;
  }

  /** The node that a JSON pointer names; `null` when there is none. */
  at(pointer: string): PlacedNode | null {
    if (this.#blocks === null) return walk(this.#reading.root, pointer, this.text, 0);
    const found = this.#blocks.find(pointer);
    return found && walk(found.block.root, found.inside, found.block.text, found.line);
  }

  /** Where the key of a list stands whose entries were read one by one; `null` for every other pointer. */
  listKey(pointer: string): TextRange | null {
    const line = this.#blocks?.listLine(pointer) ?? null;
    if (line === null) return null;
    return { start: { line, character: 0 }, end: { line, character: pointer.length - 1 } };
  }
}

/** The part of the document that offsets of a node's own text stand for. */
export function rangeWithin({ text, line }: PlacedNode, start: number, end: number): TextRange {
  const starts = lineStarts(text);
  const moved = (offset: number) => {
    const place = positionAt(starts, offset);
    return { line: place.line + line, character: place.character };
  };
  return { start: moved(start), end: moved(end) };
}

/** Where a node stands, without what follows it. */
export function rangeOf(placed: PlacedNode): TextRange {
  const [start, end] = offsetsOf(placed.node);
  return rangeWithin(placed, start, trimmedEnd(placed.text, start, end));
}

/** Where the key of a node stands; where the node stands when it has none. */
export function keyRangeOf(placed: PlacedNode): TextRange {
  if (placed.key === null) return rangeOf(placed);
  const [start, end] = offsetsOf(placed.key);
  return rangeWithin(placed, start, end);
}

/** Start and end of a node in its own text. */
export function offsetsOf(node: Node | null): readonly [number, number] {
  const [start = 0, end = start] = node?.range ?? [];
  return [start, end];
}

function trimmedEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && /\s/.test(text[at - 1] ?? '')) at -= 1;
  return at;
}

function walk(root: Node | null, pointer: string, text: string, line: number): PlacedNode | null {
  let node: Node | null = root;
  let key: Node | null = null;
  for (const segment of pointer.split('/').slice(1)) {
    const next = child(node, segment.replaceAll('~1', '/').replaceAll('~0', '~'));
    if (next === null) return null;
    key = isNode(next.key) ? next.key : null;
    node = isNode(next.value) ? next.value : null;
  }
  return { node, key, text, line };
}

function child(node: Node | null, segment: string): Pair | { key: null; value: unknown } | null {
  if (isMap(node))
    return node.items.find(({ key }) => isScalar(key) && String(key.value) === segment) ?? null;
  if (!isSeq(node) || !/^\d+$/.test(segment) || Number(segment) >= node.items.length) return null;
  return { key: null, value: node.items[Number(segment)] };
}
