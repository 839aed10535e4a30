import {
  type Alias,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type LineCounter,
  type Node,
  type Pair,
  type YAMLMap,
} from 'yaml';

/** A place in a text; both count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Tells where in a text stands what a JSON pointer names; what is missing stands where its nearest parent does. */
export interface Places {
  /** Where the value begins. */
  ofValue(pointer: string): Position;
  /** Where the key of a value begins; list entries have none, there it is the value. */
  ofKey(pointer: string): Position;
  /** Where the character `offset` of a string value lies, or where the value begins if it is not written verbatim. */
  within(pointer: string, offset: number): Position;
}

interface Source {
  readonly root: Node | null;
  readonly text: string;
  readonly lines: LineCounter;
  readonly aliases: ReadonlyMap<Alias, Node>;
}

/** The places of one YAML tree. */
export class Positions implements Places {
  readonly #source: Source;
  /** Made when somebody asks: most texts have no mistake whose place is looked for. */
  #keys: WeakMap<YAMLMap, Map<string, Pair>> | undefined;

  constructor(source: Source) {
    this.#source = source;
  }

  /** Where a character offset lies. */
  at(offset: number): Position {
    const { line, col } = this.#source.lines.linePos(Math.min(offset, this.#source.text.length));
    return { line: Math.max(1, line), column: Math.max(1, col) };
  }

  ofValue(pointer: string): Position {
    return this.at(this.#find(pointer).node?.range?.[0] ?? 0);
  }

  ofKey(pointer: string): Position {
    const found = this.#find(pointer);
    const start = isNode(found.key) ? found.key.range?.[0] : undefined;
    return this.at(start ?? found.node?.range?.[0] ?? 0);
  }

  within(pointer: string, offset: number): Position {
    const { node } = this.#find(pointer);
    const start = node?.range?.[0] ?? 0;
    if (!isScalar(node) || typeof node.value !== 'string') return this.at(start);
    for (const lead of [0, 1]) {
      if (this.#source.text.startsWith(node.value, start + lead)) return this.at(start + lead + offset);
    }
    return this.at(start);
  }

  #find(pointer: string): { readonly node: Node | null; readonly key: unknown } {
    let node = this.#source.root;
    let key: unknown = null;
    for (const segment of pointer.split('/').slice(1)) {
      const next = this.#step(node, segment.replaceAll('~1', '/').replaceAll('~0', '~'));
      if (!next) return { node, key: null };
      key = next.key;
      node = isNode(next.value) ? next.value : node;
    }
    return { node, key };
  }

  #step(from: Node | null, segment: string): { readonly key: unknown; readonly value: unknown } | undefined {
    const node = isAlias(from) ? (this.#source.aliases.get(from) ?? null) : from;
    if (isMap(node)) return this.#keysOf(node).get(segment);
    if (!isSeq(node) || !/^\d+$/.test(segment)) return undefined;
    const item = node.items[Number(segment)];
    return item === undefined ? undefined : { key: null, value: item };
  }

  #keysOf(node: YAMLMap): Map<string, Pair> {
    this.#keys ??= new WeakMap();
    const known = this.#keys.get(node);
    if (known) return known;
    const keys = new Map<string, Pair>();
    for (const pair of node.items) {
      if (isScalar(pair.key) && !keys.has(String(pair.key.value))) keys.set(String(pair.key.value), pair);
    }
    this.#keys.set(node, keys);
    return keys;
  }
}
