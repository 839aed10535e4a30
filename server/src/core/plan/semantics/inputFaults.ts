import type { Json, JsonObject } from '#protocol/json';
import type { Step } from '#protocol/plan';
import { mayRefer } from '../../expression/references';
import { nearestName } from '../../policy/settings/nearestName';
import { isMap, under } from '../../policy/settings/shapes';
import { checkValue, type ValueFault } from '../inputValue';

/**
 * What is wrong with a step's inputs before anything runs: keys that the tool does not have, inputs it cannot do
 * without, and values that can never fit. What refers to other values is judged when it has them.
 */
export function inputFaults(
  tool: string,
  schema: JsonObject,
  step: Pick<Step, 'with' | 'commands'>,
  pointer: string,
): readonly ValueFault[] {
  const faults = unknownKeys(tool, schema, step.with, pointer);
  const [argv] = step.commands;
  const given = argv === undefined ? step.with : { ...step.with, argv: [...argv] };
  checkValue({ ...schema, additionalProperties: true }, given, pointer, (fault) => {
    if (!isOpen(given, fault.pointer.slice(pointer.length))) faults.push(fault);
  });
  return faults;
}

function unknownKeys(tool: string, schema: JsonObject, given: JsonObject, pointer: string): ValueFault[] {
  if (schema['additionalProperties'] !== false) return [];
  const known = isMap(schema['properties']) ? Object.keys(schema['properties']) : [];
  const strange = Object.keys(given).filter((key) => !known.includes(key));
  return strange.map((key) => {
    const nearest = nearestName(key, known);
    const hint = nearest === undefined ? `known are ${known.join(', ')}.` : `did you mean '${nearest}'?`;
    const message = `${tool} has no input '${key}'; ${hint}`;
    return { code: 'UNKNOWN_KEY', pointer: under(pointer, key), message };
  });
}

/** Whether a text that refers to another value stands where a pointer leads. */
function isOpen(given: JsonObject, pointer: string): boolean {
  let value: Json | undefined = given;
  for (const step of pointer.split('/').slice(1)) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return false;
    value = (value as JsonObject)[key];
  }
  return typeof value === 'string' && mayRefer(value);
}
