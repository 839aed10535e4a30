import type { JsonObject } from '#protocol/json';
import type { TextEdit } from '#protocol/language/service';
import { flowBody } from '../../plan/importers/flow/flow';
import { isMap, under } from '../../policy/settings/shapes';
import type { Understanding } from '../understanding';
import { appendEntry } from './addNeed';
import { insertKey } from './insertKey';

/** The edit that adds an arrow to a flow. */
export function addEdge({ tree, reading }: Understanding, edge: string): TextEdit | null {
  if (!isMap(reading.json)) return null;
  const { root } = flowBody(reading.json as JsonObject);
  const edges = tree.at(under(root, 'edges'));
  if (edges !== null) return appendEntry(edges, edge);
  const body = tree.at(root);
  return body && insertKey(body, 'edges', `["${edge}"]`);
}
