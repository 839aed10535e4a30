import { isScalar } from 'yaml';
import type { TextRange } from '#protocol/language/service';
import { offsetsOf, type PlacedNode, rangeWithin, type TextTree } from '../text/textTree';
import type { NamedPlace, NamedPlaces, NameKind } from './namedPlace';
import type { RouteUse } from './routeUses';
import { scalarOffsets } from './scalarOffsets';

/** One name within the value of a scalar. */
export interface NameInText {
  readonly name: string;
  /** Where in the value it begins. */
  readonly offset: number;
}

/** Gathers the places that name things of one kind, and whether one of them could not be told. */
export class PlaceFinder {
  readonly #places: NamedPlace[] = [];
  readonly #tree: TextTree;
  readonly #kind: NameKind;
  #isWhole = true;

  constructor(tree: TextTree, kind: NameKind) {
    this.#tree = tree;
    this.#kind = kind;
  }

  get found(): NamedPlaces {
    return { places: this.#places, isWhole: this.#isWhole };
  }

  /** Something that may name what it should not, and cannot be told apart. */
  lose(): void {
    this.#isWhole = false;
  }

  /** A scalar that is a name, or holds one at an offset of its value. */
  word(pointer: string, name: string, offset = 0, isDefinition = false): void {
    this.#note(name, rangeInScalar(this.#tree.at(pointer), 'node', { name, offset }), isDefinition);
  }

  /** Names within a scalar. */
  text(pointer: string, names: readonly NameInText[]): void {
    const placed = names.length === 0 ? null : this.#tree.at(pointer);
    for (const found of names) this.#note(found.name, rangeInScalar(placed, 'node', found), false);
  }

  /** A key that is a name. */
  key(pointer: string, name: string, isDefinition: boolean): void {
    this.#note(name, rangeInScalar(this.#tree.at(pointer), 'key', { name, offset: 0 }), isDefinition);
  }

  /** Inputs of a step that say which step comes next; their pointers start at the inputs. */
  routes(uses: readonly RouteUse[], pointer: string): void {
    for (const { name, pointer: inside, isKey } of uses) {
      if (isKey) this.key(pointer + inside, name, false);
      else this.word(pointer + inside, name);
    }
  }

  /** The text of a scalar; `null` for what is none. */
  textAt(pointer: string): string | null {
    const { node } = this.#tree.at(pointer) ?? {};
    return isScalar(node) && typeof node.value === 'string' ? node.value : null;
  }

  has(pointer: string): boolean {
    return this.#tree.at(pointer) !== null;
  }

  #note(name: string, range: TextRange | null, isDefinition: boolean): void {
    if (range === null) this.lose();
    else this.#places.push({ kind: this.#kind, id: name, name, isDefinition, range });
  }
}

function rangeInScalar(
  placed: PlacedNode | null,
  part: 'node' | 'key',
  { name, offset }: NameInText,
): TextRange | null {
  const node = placed?.[part];
  if (!placed || !isScalar(node) || typeof node.value !== 'string') return null;
  const [start, end] = offsetsOf(node);
  const offsets = scalarOffsets(placed.text.slice(start, end), node.value);
  const first = offsets?.[offset];
  const last = offsets?.[offset + name.length - 1];
  if (first === undefined || last === undefined) return null;
  const isSame = placed.text.slice(start + first, start + last + 1) === name;
  return isSame ? rangeWithin(placed, start + first, start + last + 1) : null;
}
