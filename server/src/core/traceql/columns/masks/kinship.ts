import type { SpanSegment } from '../segment';

/** How spans of a trace can stand to each other. */
export type Relation = '>' | '>>' | '<' | '<<' | '~';

/** The relation seen from the other side. */
export const opposite = { '>': '<', '>>': '<<', '<': '>', '<<': '>>', '~': '~' } as const;

/** For all traces of a segment at once: 1 for each row that stands in a relation to any of the rows of a mask. */
export function related(relation: Relation, segment: SpanSegment, to: Uint8Array): Uint8Array {
  const found = new Uint8Array(to.length);
  switch (relation) {
    case '>':
      children(segment, to, found);
      break;
    case '>>':
      descendants(segment, to, found);
      break;
    case '<':
      parents(segment, to, found);
      break;
    case '<<':
      ancestors(segment, to, found);
      break;
    case '~':
      siblings(segment, to, found);
      break;
  }
  return found;
}

function children({ parents: up }: SpanSegment, of: Uint8Array, found: Uint8Array): void {
  for (let row = 0; row < of.length; row += 1) {
    const parent = up[row] as number;
    if (parent !== -1) found[row] = of[parent] as number;
  }
}

function descendants({ parents: up, downwards }: SpanSegment, of: Uint8Array, found: Uint8Array): void {
  for (let at = 0; at < of.length; at += 1) {
    const row = downwards === null ? at : (downwards[at] as number);
    const parent = up[row] as number;
    if (parent !== -1) found[row] = (of[parent] as number) | (found[parent] as number);
  }
}

function parents({ parents: up }: SpanSegment, of: Uint8Array, found: Uint8Array): void {
  for (let row = 0; row < of.length; row += 1) {
    const parent = up[row] as number;
    if (of[row] === 1 && parent !== -1) found[parent] = 1;
  }
}

function ancestors({ parents: up, downwards }: SpanSegment, of: Uint8Array, found: Uint8Array): void {
  for (let at = of.length - 1; at >= 0; at -= 1) {
    const row = downwards === null ? at : (downwards[at] as number);
    const parent = up[row] as number;
    if (parent !== -1 && (of[row] === 1 || found[row] === 1)) found[parent] = 1;
  }
}

function siblings({ parents: up }: SpanSegment, of: Uint8Array, found: Uint8Array): void {
  const counts = new Uint32Array(of.length);
  for (let row = 0; row < of.length; row += 1) {
    const parent = up[row] as number;
    if (parent !== -1 && of[row] === 1) counts[parent] = (counts[parent] as number) + 1;
  }
  for (let row = 0; row < of.length; row += 1) {
    const parent = up[row] as number;
    if (parent !== -1 && (counts[parent] as number) > (of[row] as number)) found[row] = 1;
  }
}
