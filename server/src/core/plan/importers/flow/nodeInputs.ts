import type { Json, JsonObject } from '#protocol/json';
import { isMap, under } from '../../../policy/settings/shapes';
import { isOutputPath } from './contextNames';
import { type Rewriting, rewriteNames } from './contextReferences';
import type { NodeType } from './nodeTypes';

interface Node {
  readonly id: string;
  readonly body: JsonObject;
  readonly pointer: string;
}

interface Setting {
  readonly key: string;
  readonly value: Json;
  readonly pointer: string;
}

/**
 * Says the settings and inputs of a node as the inputs of its tool, and a setting that limits its time as the step's
 * timeout, unless its policy does (`isTimed`). Places for results are left out: others refer to the step itself.
 */
export function nodeInputs(
  node: Node,
  step: string,
  type: NodeType,
  isTimed: boolean,
  rewriting: Rewriting,
): JsonObject {
  const settings = settingsOf(node);
  const timed = type.isTimed ? settings.find(({ key }) => key === 'timeout') : undefined;
  if (timed && !isTimed) rewriting.log.from(under(step, 'timeout'), timed.pointer);
  if (timed && isTimed) rewriting.log.changed(timed.pointer, "The timeout of the node's policy counts.");
  const given = settings.filter(
    (setting) => setting !== timed && !isWayToItself(setting, node, type, rewriting),
  );
  const members = given.flatMap((setting) => member(setting, under(step, 'with'), type, rewriting));
  const names = new Set(members.map(([name]) => name));
  for (const [name, value] of Object.entries(type.defaults)) {
    if (names.has(name)) continue;
    rewriting.log.changed(
      node.pointer,
      `The tool's input '${name}' is ${value}, as the node took it by itself.`,
    );
    members.push([name, rewriteNames(value, node.pointer, rewriting)]);
  }
  return {
    ...(timed && !isTimed ? { timeout: timed.value } : {}),
    ...(members.length === 0 ? {} : { with: Object.fromEntries(members) }),
  };
}

function settingsOf({ body, pointer }: Node): readonly Setting[] {
  const setting = isMap(body['setting']) ? (body['setting'] as JsonObject) : {};
  const context = isMap(body['context']) ? (body['context'] as JsonObject) : {};
  const { inputs, outputs: _outputs, ...others } = context;
  const { policy: _policy, ...own } = setting;
  const named: JsonObject = isMap(inputs)
    ? (inputs as JsonObject)
    : inputs === undefined
      ? {}
      : { input: inputs };
  const groups = [
    [own, under(pointer, 'setting')],
    [others, under(pointer, 'context')],
    [named, isMap(inputs) ? `${pointer}/context/inputs` : `${pointer}/context`],
  ] as const;
  return groups
    .flatMap(([group, place]) =>
      Object.entries(group).map(([key, value]) => ({
        key,
        value: unwrapped(value),
        pointer: under(place, key),
      })),
    )
    .filter(({ key, value }) => !isOutputPath(key, value));
}

/** Some flow files write a setting as `{type: string, value: x}`. */
function unwrapped(value: Json): Json {
  if (!isMap(value) || Object.keys(value).length !== 2) return value;
  return typeof value['type'] === 'string' && Object.hasOwn(value, 'value')
    ? (value['value'] as Json)
    : value;
}

/** A loop that names itself as the way on means what every loop does. */
function isWayToItself(
  { key, value, pointer }: Setting,
  node: Node,
  type: NodeType,
  { log }: Rewriting,
): boolean {
  if (type.uses !== 'flow.loop' || key !== 'loop_route' || value !== node.id) return false;
  log.changed(pointer, 'A loop comes back to itself; the key is left out.');
  return true;
}

function member(
  { key, value, pointer }: Setting,
  target: string,
  type: NodeType,
  rewriting: Rewriting,
): [string, Json][] {
  const name = Object.hasOwn(type.inputs, key) ? (type.inputs[key] ?? null) : key;
  if (name === null) {
    rewriting.log.changed(pointer, `'${key}' has no counterpart and is left out.`);
    return [];
  }
  rewriting.log.from(under(target, name), pointer);
  if (name !== key) rewriting.log.changed(pointer, `'${key}' is called '${name}' here.`);
  return [[name, rewriteNames(name === 'argv' ? words(value) : value, pointer, rewriting)]];
}

/** A command in one text is cut at its spaces, unless quotes or operators say that it means more than words. */
function words(value: Json): Json {
  const isPlain = typeof value === 'string' && /^[\w ./:=@%+,-]+$/.test(value);
  return isPlain ? value.trim().split(/ +/) : value;
}
