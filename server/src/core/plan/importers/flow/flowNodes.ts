import type { Json, JsonObject } from '#protocol/json';
import type { Profile } from '#protocol/policy';
import { isMap, under } from '../../../policy/settings/shapes';
import type { ImportLog } from '../importer';
import type { Rewriting } from './contextReferences';
import type { Wiring } from './flowGraph';
import { type FoundPolicy, nodePolicy, stepReliability } from './flowPolicy';
import { nodeInputs } from './nodeInputs';
import { nodeType } from './nodeTypes';

/** One node of a flow with its place. */
export interface FlowNode {
  readonly id: string;
  readonly body: JsonObject;
  readonly pointer: string;
}

interface NodeWork {
  readonly policy: FoundPolicy | null;
  readonly profile: Profile;
  readonly rewriting: Rewriting;
}

const nodeKeys = ['id', 'type', 'name', 'title', 'description', 'setting', 'context', 'policy'];

/** Reads the nodes of a flow, given as a map by id or as a list with ids. */
export function nodesOf(value: Json | undefined, pointer: string, log: ImportLog): readonly FlowNode[] {
  const entries = Array.isArray(value)
    ? value.map((node: Json, index) => [idOf(node), node, `${pointer}/${index}`] as const)
    : Object.entries(isMap(value) ? (value as JsonObject) : {}).map(
        ([id, node]) => [id, node, under(pointer, id)] as const,
      );
  if (value === undefined) log.refuse('MISSING_KEY', pointer, "Expected the key 'nodes'.");
  else if (!Array.isArray(value) && !isMap(value))
    log.refuse('WRONG_TYPE', pointer, 'Expected a map of nodes.');
  return entries.flatMap(([id, node, place]) => {
    if (isMap(node)) return [{ id, body: node as JsonObject, pointer: place }];
    log.refuse('WRONG_TYPE', place, 'Expected a map.');
    return [];
  });
}

/** Where failures of a node may lead, by its own policy or the flow's. */
export function gotosOf({ body }: FlowNode, policy: FoundPolicy | null): readonly string[] {
  const { setting } = body;
  const own = isMap(body['policy']) ? body['policy'] : isMap(setting) ? setting['policy'] : null;
  const onError = (isMap(own) ? own['on_error'] : undefined) ?? policy?.value['on_error'];
  return isMap(onError) && typeof onError['target'] === 'string' ? [onError['target']] : [];
}

/** Says a node as a step of a plan. */
export function convertNode(node: FlowNode, index: number, wiring: Wiring, work: NodeWork): JsonObject {
  const { log } = work.rewriting;
  const { body, pointer } = node;
  const step = `/steps/${index}`;
  checkShape(node, log);
  log.from(step, pointer);
  log.from(under(step, 'uses'), under(pointer, 'type'));
  wiring.needs.forEach((edge, place) => {
    log.from(`${step}/needs/${place}`, edge.pointer);
  });
  const own = nodePolicy(body, pointer, log);
  if (own) tiePolicy(step, own.pointer, log);
  const { type, name, title, description } = body;
  const kind = nodeType(typeof type === 'string' ? type : '');
  const shown = title ?? name ?? description;
  return {
    id: node.id,
    ...(shown === undefined ? {} : { title: shown }),
    ...(type === undefined ? {} : { uses: typeof type === 'string' ? kind.uses : type }),
    ...(wiring.needs.length > 0 ? { needs: wiring.needs.map((edge) => edge.from) } : {}),
    ...(wiring.join === 'any' ? { join: 'any' } : {}),
    ...stepReliability(own, work.policy, work.profile, log),
    ...nodeInputs(node, step, kind, own?.value['timeout'] !== undefined, work.rewriting),
  };
}

function checkShape({ body, pointer }: FlowNode, log: ImportLog): void {
  log.refuseUnknown(body, pointer, nodeKeys);
  for (const key of ['setting', 'context']) {
    const given = body[key] ?? null;
    if (given !== null && !isMap(given)) log.refuse('WRONG_TYPE', under(pointer, key), 'Expected a map.');
  }
  const { type } = body;
  if (typeof type !== 'string' || nodeType(type).uses === type) return;
  log.changed(under(pointer, 'type'), `${type} is the tool ${nodeType(type).uses}.`);
}

function tiePolicy(step: string, origin: string, log: ImportLog): void {
  for (const key of ['timeout', 'retry', 'on_error']) log.from(under(step, key), under(origin, key));
  log.from(`${step}/policy/reliability`, origin);
}

function idOf(node: Json): string {
  return isMap(node) && typeof node['id'] === 'string' ? node['id'] : '';
}
