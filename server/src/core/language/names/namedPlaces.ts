import type { JsonObject } from '#protocol/json';
import { isMap } from '../../policy/settings/shapes';
import type { Understanding } from '../understanding';
import { anchorPlaces } from './anchorPlaces';
import type { NamedPlaces } from './namedPlace';
import { nodePlaces } from './nodePlaces';
import { playbookSteps, playbookVariables } from './playbookPlaces';
import { rulePlaces } from './rulePlaces';
import { stepPlaces } from './stepPlaces';

/** Every place of a document that names something, one group for each kind of name. */
export function namedPlaces(understood: Understanding): readonly NamedPlaces[] {
  const { reading, tree, kind } = understood;
  if (kind === 'none' || !isMap(reading.json)) return [];
  return [...ownPlaces(understood, reading.json as JsonObject), anchorPlaces(reading.root, tree.text)];
}

function ownPlaces(understood: Understanding, json: JsonObject): readonly NamedPlaces[] {
  const { kind, tree, format } = understood;
  if (kind === 'policy') return [rulePlaces(json, tree)];
  if (kind === 'playbook') return [playbookSteps(json, tree), playbookVariables(json, tree)];
  if (format === 'flow') return [nodePlaces(json, tree)];
  const draft = understood.plan?.draft;
  return draft ? [stepPlaces(draft, tree, format === 'plan_json')] : [];
}
