import type { Places, Position } from '../../plan/document/positions';
import type { ReadBlock } from './readBlock';

/** A block with the line on which it starts now, from 0. */
export interface PlacedBlock {
  readonly block: ReadBlock;
  readonly line: number;
}

/** The part of a text that a pointer leads into: a block, and the pointer within it. */
export interface BlockPointer extends PlacedBlock {
  readonly inside: string;
}

/** The places of a text that was read block by block: what they would be in the tree of the whole text. */
export class BlockPlaces implements Places {
  readonly #keys = new Map<string, PlacedBlock>();
  readonly #entries = new Map<string, PlacedBlock[]>();
  readonly #first: PlacedBlock | undefined;

  constructor(blocks: readonly PlacedBlock[]) {
    for (const placed of blocks) {
      const { kind, key } = placed.block;
      if (kind === 'key' || kind === 'list') this.#keys.set(key, placed);
      if (kind === 'list') this.#entries.set(key, []);
      if (kind === 'entry') this.#entries.get(key)?.push(placed);
    }
    this.#first = blocks.find(({ block }) => block.kind !== 'start');
  }

  ofValue(pointer: string): Position {
    const found = this.find(pointer);
    return found === null ? this.#outside(pointer) : moved(found, found.block.places.ofValue(found.inside));
  }

  ofKey(pointer: string): Position {
    const [key = '', ...rest] = segmentsOf(pointer);
    const list = rest.length === 0 ? this.#keys.get(key) : undefined;
    if (list?.block.kind === 'list') return { line: list.line + 1, column: 1 };
    const found = this.find(pointer);
    return found === null ? this.#outside(pointer) : moved(found, found.block.places.ofKey(found.inside));
  }

  within(pointer: string, offset: number): Position {
    const found = this.find(pointer);
    return found === null
      ? this.#outside(pointer)
      : moved(found, found.block.places.within(found.inside, offset));
  }

  /** The block that a pointer leads into; `null` for the document itself, for a whole list and for what is missing. */
  find(pointer: string): BlockPointer | null {
    const [key = '', index, ...rest] = segmentsOf(pointer);
    const placed = this.#keys.get(key);
    if (placed === undefined) return null;
    if (placed.block.kind === 'key') return { ...placed, inside: pointer };
    const entry = /^\d+$/.test(index ?? '') ? this.#entries.get(key)?.[Number(index)] : undefined;
    return entry === undefined ? null : { ...entry, inside: ['', '0', ...rest].join('/') };
  }

  /** The line of the key of a list that was read entry by entry. */
  listLine(pointer: string): number | null {
    const placed = this.#keys.get(pointer.slice(1));
    return placed?.block.kind === 'list' ? placed.line : null;
  }

  #outside(pointer: string): Position {
    const [first] = this.#entries.get(segmentsOf(pointer)[0] ?? '') ?? [];
    if (first !== undefined) return moved(first, first.block.places.ofValue(''));
    return { line: (this.#first?.line ?? 0) + 1, column: 1 };
  }
}

function segmentsOf(pointer: string): string[] {
  return pointer.split('/').slice(1);
}

function moved({ line }: PlacedBlock, place: Position): Position {
  return { line: place.line + line, column: place.column };
}
