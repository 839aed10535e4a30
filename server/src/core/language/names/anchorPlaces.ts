import { isAlias, isCollection, isNode, isPair, type Node } from 'yaml';
import type { TextRange } from '#protocol/language/service';
import { offsetsOf, rangeWithin } from '../text/textTree';
import type { NamedPlace, NamedPlaces } from './namedPlace';

/** Finds the anchors of a YAML text and the aliases that stand for them; an anchor that is set anew is another one. */
export function anchorPlaces(root: Node | null, text: string): NamedPlaces {
  const finder = new AnchorFinder(text);
  if (root !== null) finder.visit(root);
  return finder.found;
}

class AnchorFinder {
  readonly #places: NamedPlace[] = [];
  readonly #text: string;
  /** By name: how often it was set so far. */
  readonly #counts = new Map<string, number>();
  #isWhole = true;

  constructor(text: string) {
    this.#text = text;
  }

  get found(): NamedPlaces {
    return { places: this.#places, isWhole: this.#isWhole };
  }

  visit(node: unknown): void {
    if (isPair(node)) {
      this.visit(node.key);
      this.visit(node.value);
    } else if (isAlias(node)) {
      this.#note(node.source, offsetsOf(node)[0] + 1, false);
    } else if (isCollection(node)) {
      this.#anchor(node);
      for (const item of node.items) this.visit(item);
    } else if (isNode(node)) {
      this.#anchor(node);
    }
  }

  #anchor(node: Node): void {
    if (isAlias(node) || node.anchor === undefined) return;
    const { anchor } = node;
    const at = this.#text.lastIndexOf(`&${anchor}`, offsetsOf(node)[0]);
    this.#counts.set(anchor, (this.#counts.get(anchor) ?? 0) + 1);
    if (at === -1) this.#isWhole = false;
    else this.#note(anchor, at + 1, true);
  }

  #note(name: string, start: number, isDefinition: boolean): void {
    const id = `${name} ${this.#counts.get(name) ?? 0}`;
    this.#places.push({ kind: 'anchor', id, name, isDefinition, range: this.#rangeOf(start, name.length) });
  }

  #rangeOf(start: number, length: number): TextRange {
    return rangeWithin({ node: null, key: null, text: this.#text, line: 0 }, start, start + length);
  }
}
