import type { Json, JsonObject } from '#protocol/json';
import { isMap } from '../../policy/settings/shapes';
import type { TextTree } from '../text/textTree';
import type { NamedPlaces } from './namedPlace';
import { PlaceFinder } from './placeFinder';

/** Finds the ids of rules and standing grants of a policy file, by which decisions name them. */
export function rulePlaces({ permissions, approvals }: JsonObject, tree: TextTree): NamedPlaces {
  const finder = new PlaceFinder(tree, 'rule');
  ids(isMap(permissions) ? (permissions as JsonObject)['rules'] : undefined, '/permissions/rules', finder);
  ids(isMap(approvals) ? (approvals as JsonObject)['auto'] : undefined, '/approvals/auto', finder);
  return finder.found;
}

function ids(entries: Json | undefined, pointer: string, finder: PlaceFinder): void {
  if (!Array.isArray(entries)) return;
  entries.forEach((entry: Json, index) => {
    const id = isMap(entry) ? entry['id'] : undefined;
    if (typeof id === 'string' && id !== '') finder.word(`${pointer}/${index}/id`, id, 0, true);
  });
}
