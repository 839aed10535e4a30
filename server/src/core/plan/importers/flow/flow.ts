import type { Json, JsonObject } from '#protocol/json';
import type { Profile } from '#protocol/policy';
import { isMap, shownValue, under } from '../../../policy/settings/shapes';
import { type Imported, type Importer, ImportLog } from '../importer';
import { writersOf } from './contextNames';
import type { Rewriting } from './contextReferences';
import { parseEdges } from './edges';
import { wire } from './flowGraph';
import { convertNode, type FlowNode, gotosOf, nodesOf } from './flowNodes';
import { type FoundPolicy, flowPolicy, planReliability } from './flowPolicy';
import { nodeType } from './nodeTypes';

/** Flow files: nodes, an entry, and edges such as `A >> (B | C)`, at the top or below `flow` (FLOW-26). */
export const flow: Importer = {
  format: 'flow',
  detects: (document) =>
    isFlowSchema(document['schema']) ||
    (isFlowShaped(document) && !(Object.hasOwn(document, 'schema') && Object.hasOwn(document, 'steps'))),
  isNamed: (fileName, document) =>
    flowName.test(fileName) && !Object.hasOwn(document, 'schema') && !Object.hasOwn(document, 'steps'),
  convert,
};

const flowSchema = 'flow/1';
const flowName = /(?:^|[/._-])flow\.(?:ya?ml|json)$/i;

function isFlowSchema(schema: Json | undefined): boolean {
  return typeof schema === 'string' && schema.startsWith('flow/');
}

function isFlowShaped(document: JsonObject): boolean {
  if (isMap(document['flow'])) return true;
  const hasWays = Object.hasOwn(document, 'edges') || Object.hasOwn(document, 'entry');
  return Object.hasOwn(document, 'nodes') && hasWays;
}

/** The flow itself and the pointer to it: the document, or what stands below `flow`. */
export function flowBody(document: JsonObject): { readonly body: JsonObject; readonly root: string } {
  const { flow: nested } = document;
  return isMap(nested) ? { body: nested as JsonObject, root: '/flow' } : { body: document, root: '' };
}

const flowKeys = [
  'id',
  'name',
  'title',
  'description',
  'goal',
  'entry',
  'nodes',
  'edges',
  'policy',
  'inputs',
  'profile',
];
/** Other names of profiles that flow files use. */
export const profileAliases: Readonly<Record<string, Profile>> = {
  staging: 'standard',
  prod: 'strict',
  production: 'strict',
};

function convert(document: JsonObject, options: { readonly profile: Profile }): Imported {
  const log = new ImportLog();
  const { body, root } = flowBody(document);
  refuseSchema(document, log);
  if (root !== '') log.refuseUnknown(document, '', ['schema', 'flow']);
  log.refuseUnknown(body, root, root === '' ? ['schema', ...flowKeys] : flowKeys);
  const head = headOf(body, root, log);
  const profile = (head['profile'] ?? options.profile) as Profile;
  const nodes = nodesOf(body['nodes'], under(root, 'nodes'), log);
  const policy = flowPolicy(body, root, log);
  const rewriting = {
    writers: nodes.flatMap(({ id, body: node }) => writersOf(id, node)),
    inputs: new Set<string>(),
    log,
  };
  const steps = stepsOf(body, root, nodes, { policy, profile, rewriting });
  for (const [key, origin] of [
    ['/steps', 'nodes'],
    ['/policy/reliability', 'policy'],
    ['/inputs', 'inputs'],
  ] as const) {
    log.from(key, under(root, origin));
  }
  const reliability = planReliability(policy, log);
  const converted: JsonObject = {
    schema: 'plan/1',
    ...head,
    ...(Object.keys(reliability).length > 0 ? { policy: { reliability } } : {}),
    ...inputsOf(body, root, rewriting),
    steps,
  };
  const { warnings, problems, origins } = log;
  return { document: converted, warnings, problems, origins, names: { uses: 'type' }, version: null };
}

/** A flow need not say what it is; what it says must be right. */
function refuseSchema({ schema }: JsonObject, log: ImportLog): void {
  if (schema === undefined || schema === flowSchema) return;
  const message = `Expected the schema ${flowSchema} or no such key, found ${shownValue(schema)}.`;
  log.refuse('OUT_OF_RANGE', '/schema', message);
}

function headOf(body: JsonObject, root: string, log: ImportLog): JsonObject {
  const titleKey = ['title', 'name', 'id'].find((key) => typeof body[key] === 'string');
  if (titleKey === undefined) log.changed(root, "The flow has no title and is called 'Imported flow'.");
  else log.from('/title', under(root, titleKey));
  const goal = body['goal'] ?? body['description'];
  log.from('/goal', under(root, body['goal'] === undefined ? 'description' : 'goal'));
  return {
    title: titleKey === undefined ? 'Imported flow' : (body[titleKey] ?? ''),
    ...(goal === undefined ? {} : { goal }),
    ...profileOf(body, root, log),
  };
}

function profileOf(body: JsonObject, root: string, log: ImportLog): JsonObject {
  const { profile } = body;
  if (profile === undefined) return {};
  log.from('/profile', under(root, 'profile'));
  const alias =
    typeof profile === 'string' && Object.hasOwn(profileAliases, profile) ? profileAliases[profile] : null;
  if (!alias) return { profile };
  log.changed(under(root, 'profile'), `Profile '${String(profile)}' is '${alias}' here.`);
  return { profile: alias };
}

interface StepWork {
  readonly policy: FoundPolicy | null;
  readonly profile: Profile;
  readonly rewriting: Rewriting;
}

function stepsOf(body: JsonObject, root: string, nodes: readonly FlowNode[], work: StepWork): Json {
  const { log } = work.rewriting;
  const entry = entryOf(body, root, nodes, log);
  const parsed = parseEdges(body['edges'] ?? [], under(root, 'edges'));
  for (const fault of parsed.faults) log.refuse('WRONG_TYPE', fault.pointer, fault.message);
  const loops = nodes.filter(({ body: node }) => nodeType(String(node['type'])).uses === 'flow.loop');
  const wirings = wire(
    parsed.edges,
    {
      entry,
      loops: new Set(loops.map(({ id }) => id)),
      gotos: new Map(nodes.map((node) => [node.id, gotosOf(node, work.policy)])),
      pointers: new Map(nodes.map((node) => [node.id, node.pointer])),
    },
    log,
  );
  return nodes.map((node, index) =>
    convertNode(node, index, wirings.get(node.id) ?? { needs: [], join: 'all' }, work),
  );
}

function entryOf(body: JsonObject, root: string, nodes: readonly FlowNode[], log: ImportLog): string | null {
  const { entry = null } = body;
  if (typeof entry === 'string' && nodes.some(({ id }) => id === entry)) return entry;
  const place = under(root, 'entry');
  if (entry === null) log.refuse('MISSING_KEY', place, "Expected the key 'entry'.");
  else log.refuse('UNKNOWN_STEP', place, `There is no node '${String(entry)}'.`);
  return null;
}

/** Names that no node writes are given from outside when a flow is run. */
function inputsOf(body: JsonObject, root: string, { inputs, log }: Rewriting): JsonObject {
  const { inputs: given } = body;
  const declared = isMap(given) && isMap(given['properties']) ? (given['properties'] as JsonObject) : {};
  const missing = [...inputs].filter((name) => !Object.hasOwn(declared, name));
  for (const name of missing)
    log.changed(root, `No node writes $ctx.${name}: it becomes the input '${name}' of the plan.`);
  if (missing.length === 0) return given === undefined ? {} : { inputs: given };
  const added = Object.fromEntries(missing.map((name) => [name, {}]));
  return {
    inputs: {
      type: 'object',
      ...(isMap(given) ? (given as JsonObject) : {}),
      properties: { ...declared, ...added },
    },
  };
}
