import type { Json } from '#protocol/json';

/** One arrow of a flow; `isEither` when it starts in a group `(A | B)`. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly isEither: boolean;
  readonly pointer: string;
}

/** Arrows understood, and those that were not. */
export interface Edges {
  readonly edges: readonly Edge[];
  readonly faults: readonly { readonly pointer: string; readonly message: string }[];
}

interface Group {
  readonly names: readonly string[];
  readonly isEither: boolean;
}

/** Reads edges such as `A >> B >> C`, `A >> (B | C)` and `(A & B) >> C`. */
export function parseEdges(value: Json, pointer: string): Edges {
  if (!Array.isArray(value))
    return { edges: [], faults: [{ pointer, message: 'Expected a list of edges.' }] };
  const edges: Edge[] = [];
  const faults: { pointer: string; message: string }[] = [];
  value.forEach((entry: Json, index) => {
    const place = `${pointer}/${index}`;
    const groups = typeof entry === 'string' ? entry.split('>>').map(parseGroup) : [];
    const isWhole = groups.length > 1 && groups.every((group) => group !== null);
    if (isWhole) edges.push(...connect(groups as readonly Group[], place));
    else
      faults.push({
        pointer: place,
        message: 'Expected an edge such as A >> B, A >> (B | C) or (A & B) >> C.',
      });
  });
  return { edges, faults };
}

/** The names in one arrow with their offsets; `null` when it is none. */
export function namesInEdge(
  text: string,
): readonly { readonly name: string; readonly offset: number }[] | null {
  if (parseEdges([text], '').faults.length > 0) return null;
  return [...text.matchAll(/[A-Za-z_][A-Za-z0-9_-]*/g)].map(({ 0: name, index }) => ({
    name,
    offset: index,
  }));
}

function parseGroup(text: string): Group | null {
  const trimmed = text.trim();
  if (nodeName.test(trimmed)) return { names: [trimmed], isEither: false };
  if (!trimmed.startsWith('(') || !trimmed.endsWith(')')) return null;
  const inner = trimmed.slice(1, -1);
  const separator = inner.includes('|') ? '|' : '&';
  const names = inner.split(separator).map((name) => name.trim());
  return names.every((name) => nodeName.test(name)) ? { names, isEither: separator === '|' } : null;
}

const nodeName = /^[A-Za-z_][A-Za-z0-9_-]*$/;

function connect(groups: readonly Group[], pointer: string): readonly Edge[] {
  return groups.slice(1).flatMap((target, index) => {
    const source = groups[index] ?? { names: [], isEither: false };
    const isEither = source.isEither && source.names.length > 1;
    return source.names.flatMap((from) => target.names.map((to) => ({ from, to, isEither, pointer })));
  });
}
