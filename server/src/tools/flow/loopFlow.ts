import { z } from 'zod';
import type { JsonObject } from '#protocol/json';
import { defineTool, failed, noFacts, succeeded } from '../defineTool';

const input = z.strictObject({
  /** What is looped over: the list itself, or an object that holds it under `items_key`. */
  payload: z.json(),
  items_key: z.string().min(1).default('items'),
  /** How many items are done; the answer carries the next value. */
  index: z.int().min(0).default(0),
  body_route: z.string().min(1),
  /** Where to go when all items are done; left out, the branch ends. */
  loop_route: z.string().min(1).optional(),
  /** Whether the body gets `{index, item}` in place of the item. */
  enumerate_items: z.boolean().default(false),
});

/**
 * One turn of a loop over items: while there are any, `route` names the body and `payload` is the item for it; after
 * the last, `route` names the way on. `next_index` is the `index` of the next turn.
 */
export const loopFlow = defineTool({
  name: 'flow.loop',
  aliases: [],
  description: 'Takes the next item of a list and says which step works on it.',
  permissionProfile: 'none',
  input,
  output: z.object({
    route: z.array(z.string()),
    payload: z.json(),
    index: z.int(),
    next_index: z.int(),
    remaining: z.int(),
    done: z.boolean(),
  }),
  facts: () => noFacts,
  async perform({ payload, items_key, index, body_route, loop_route, enumerate_items }) {
    const items = Array.isArray(payload) ? payload : (payload as JsonObject | null)?.[items_key];
    if (!Array.isArray(items))
      return failed('parse', `the payload is no list and has none under '${items_key}'`);
    const done = index >= items.length;
    const item = items[index] ?? null;
    return succeeded({
      route: done ? [loop_route ?? []].flat() : [body_route],
      payload: done ? null : enumerate_items ? { index, item } : item,
      index,
      next_index: done ? index : index + 1,
      remaining: done ? 0 : items.length - index - 1,
      done,
    });
  },
});
