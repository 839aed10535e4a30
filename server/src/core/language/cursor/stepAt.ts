import type { Json } from '#protocol/json';
import type { PlacedStep } from '../../plan/shape/readPlan';
import { isMap, under } from '../../policy/settings/shapes';
import type { Understanding } from '../understanding';

/** A way through a document, as keys and indexes. */
export type DocumentPath = readonly (string | number)[];

/** The step that a place in the document belongs to, whatever the document calls it. */
export function stepAt({ plan }: Understanding, path: DocumentPath): PlacedStep | null {
  const pointer = path.reduce<string>((whole, segment) => under(whole, segment), '');
  return (
    plan?.draft?.steps.find((placed) => {
      const origin = plan.originOf(placed.pointer);
      return pointer === origin || pointer.startsWith(`${origin}/`);
    }) ?? null
  );
}

/** Where in a document the step or node is written that a path leads into; `null` outside of all. */
export function stepPath({ kind, format }: Understanding, path: DocumentPath): DocumentPath | null {
  const list = kind === 'flow' || format === 'flow' ? 'nodes' : 'steps';
  const at = path[0] === 'flow' && list === 'nodes' ? 1 : 0;
  return path[at] === list && path.length > at + 1 ? path.slice(0, at + 2) : null;
}

/** The value at a path; `undefined` when there is none. */
export function valueAt(json: Json | undefined, path: DocumentPath): Json | undefined {
  return path.reduce<Json | undefined>((value, segment) => {
    if (typeof segment === 'number') return Array.isArray(value) ? (value[segment] as Json) : undefined;
    return isMap(value) && Object.hasOwn(value, segment) ? (value[segment] as Json) : undefined;
  }, json);
}
