import { type Alias, isAlias, isMap, isNode, isScalar, isSeq, type Node, type YAMLMap } from 'yaml';
import type { Json } from '#protocol/json';
import type { ProblemCode } from '#protocol/problem';
import { under } from '../../policy/settings/shapes';

/** Something in the text that has no meaning as JSON; `offset` counts characters from 0. */
export interface ConversionFault {
  readonly code: ProblemCode;
  readonly pointer: string;
  readonly offset: number;
  readonly message: string;
}

/** A YAML tree as JSON, with what every alias stood for. */
export interface Converted {
  readonly json: Json;
  readonly faults: readonly ConversionFault[];
  readonly aliases: ReadonlyMap<Alias, Node>;
  /** False when a fault makes further checks pointless: the value was cut short. */
  readonly isUsable: boolean;
}

const deepestLevel = 100;
/** Values that aliases may add: far more than a person writes, far fewer than a bomb needs. */
const mostAliased = 100_000;

/** Turns a YAML tree into plain JSON; aliases are copied within a budget, cycles and duplicate keys are faults. */
export function convertNode(root: Node): Converted {
  const converter = new Converter();
  const json = converter.value(root, 0);
  const { faults, aliases, isUsable } = converter;
  return { json, faults, aliases, isUsable };
}

class Converter {
  readonly faults: ConversionFault[] = [];
  readonly aliases = new Map<Alias, Node>();
  isUsable = true;
  readonly #anchors = new Map<string, Node>();
  readonly #open = new Set<Node>();
  /** The keys and indexes that lead to the value being read; a pointer is made of them where there is a fault. */
  readonly #path: (string | number)[] = [];
  #aliasDepth = 0;
  #aliased = 0;

  value(node: unknown, depth: number): Json {
    if (!isNode(node)) return null;
    if (isAlias(node)) return this.#alias(node, depth);
    if (this.#isTooMuch(node, depth)) return null;
    if (node.anchor !== undefined && this.#aliasDepth === 0) this.#anchors.set(node.anchor, node);
    if (isScalar(node)) return this.#scalar(node.value, node);
    this.#open.add(node);
    const result = isMap(node) ? this.#map(node, depth) : this.#list(node, depth);
    this.#open.delete(node);
    return result;
  }

  #isTooMuch(node: Node, depth: number): boolean {
    if (this.#aliasDepth > 0) this.#aliased += 1;
    const isBomb = this.#aliased > mostAliased;
    if (!isBomb && depth <= deepestLevel) return false;
    if (this.isUsable) {
      this.#fault(
        'SYNTAX',
        node,
        isBomb ? 'Aliases stand for too many values.' : 'The document is nested too deeply.',
      );
    }
    this.isUsable = false;
    return true;
  }

  #alias(alias: Alias, depth: number): Json {
    const target = this.aliases.get(alias) ?? this.#anchors.get(alias.source);
    if (!target || this.#open.has(target)) {
      const reason = target ? 'is part of what it stands for' : 'has no anchor above it';
      this.#fault('SYNTAX', alias, `The alias '*${alias.source}' ${reason}.`);
      this.isUsable = false;
      return null;
    }
    this.aliases.set(alias, target);
    if (!this.isUsable) return null;
    this.#aliasDepth += 1;
    const result = this.value(target, depth);
    this.#aliasDepth -= 1;
    return result;
  }

  #scalar(value: unknown, node: Node): Json {
    // NaN and infinity pass: each reader says in its own words that it cannot take them, as in `timeout: .nan`.
    if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') return value;
    if (value === null) return null;
    this.#fault('WRONG_TYPE', node, 'The value has no form in JSON.');
    return null;
  }

  #list(node: Node, depth: number): Json {
    if (!isSeq(node)) return null;
    return node.items.map((item, index) => {
      this.#path.push(index);
      const value = this.value(item, depth + 1);
      this.#path.pop();
      return value;
    });
  }

  #map(node: YAMLMap, depth: number): Json {
    const result: Record<string, Json> = {};
    for (const { key, value } of node.items) {
      const place = isNode(key) ? key : node;
      if (!isScalar(key)) {
        this.#fault('SYNTAX', place, 'A key must be plain text.');
        continue;
      }
      const name = String(key.value);
      this.#path.push(name);
      if (Object.hasOwn(result, name)) this.#fault('SYNTAX', place, `The key '${name}' stands here twice.`);
      else setOwn(result, name, this.value(value, depth + 1));
      this.#path.pop();
    }
    return result;
  }

  #fault(code: ProblemCode, node: Node, message: string): void {
    const pointer = this.#path.reduce<string>(under, '');
    this.faults.push({ code, pointer, offset: node.range?.[0] ?? 0, message });
  }
}

/** Sets a member whatever its name is: an assignment to `__proto__` would change what the map inherits. */
function setOwn(map: Record<string, Json>, name: string, value: Json): void {
  if (name !== '__proto__') map[name] = value;
  else Object.defineProperty(map, name, { value, writable: true, enumerable: true, configurable: true });
}
