import type { Json, JsonObject } from '#protocol/json';
import { isMap, under } from '../../policy/settings/shapes';

/** An input of a step that says which step comes next; the pointer starts at the inputs. */
export interface RouteUse {
  readonly name: string;
  readonly pointer: string;
  readonly isKey: boolean;
}

/** The inputs of a tool that name steps: where a loop leads, among what a route chooses. Other texts look the same. */
export function routeUses(uses: string, inputs: JsonObject): readonly RouteUse[] {
  const keys = Object.hasOwn(routeKeys, uses) ? (routeKeys[uses] ?? []) : [];
  return keys.flatMap((key) => namesIn(inputs[key] ?? null, under('', key)));
}

const routeKeys: Readonly<Record<string, readonly string[]>> = {
  'flow.loop': ['body_route', 'loop_route'],
  'flow.route': ['choices', 'when', 'value'],
  'llm.route': ['choices'],
};

function namesIn(value: Json, pointer: string): readonly RouteUse[] {
  if (typeof value === 'string') return [{ name: value, pointer, isKey: false }];
  if (Array.isArray(value))
    return value.flatMap((entry: Json, index) => namesIn(entry, `${pointer}/${index}`));
  if (!isMap(value)) return [];
  return Object.keys(value).map((name) => ({ name, pointer: under(pointer, name), isKey: true }));
}
