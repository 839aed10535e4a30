import type { Json, JsonObject } from '#protocol/json';
import type { Problem } from '#protocol/problem';
import { nearestName } from '../policy/settings/nearestName';
import { isMap, under } from '../policy/settings/shapes';
import { checkValue, type ValueFault } from './inputValue';

/** A run's inputs with defaults filled in; usable only without problems. Their paths point into the inputs, which have no lines. */
export interface CheckedInputs {
  readonly inputs: JsonObject;
  readonly problems: readonly Problem[];
}

/** Holds what was given against a plan's schema of inputs. What the schema does not name is refused. */
export function checkInputs(schema: JsonObject, given: JsonObject): CheckedInputs {
  const faults: ValueFault[] = [];
  const refuse = (fault: ValueFault) => faults.push(fault);
  const properties = isMap(schema['properties']) ? schema['properties'] : {};
  for (const key of Object.keys(given)) {
    if (Object.hasOwn(properties, key) || schema['additionalProperties'] === true) continue;
    refuse({
      code: 'UNKNOWN_KEY',
      pointer: under('', key),
      message: unknownInput(key, Object.keys(properties)),
    });
  }
  const inputs = checkValue({ ...schema, additionalProperties: true }, given, '', refuse);
  return { inputs: isMap(inputs) ? (inputs as JsonObject) : {}, problems: faults.map(asProblem) };
}

/** What is wrong with the defaults that a schema of inputs gives, by pointer into the schema. */
export function defaultFaults(schema: Json, pointer: string): readonly ValueFault[] {
  if (!isMap(schema)) return [];
  const faults: ValueFault[] = [];
  const { default: standard, ...rest } = schema as JsonObject;
  if (standard !== undefined)
    checkValue(rest, standard, under(pointer, 'default'), (fault) => faults.push(fault));
  const properties = isMap(schema['properties']) ? Object.entries(schema['properties']) : [];
  const nested = properties.map(
    ([key, value]) => [`${under(pointer, 'properties')}${under('', key)}`, value] as const,
  );
  const items = schema['items'] === undefined ? [] : [[under(pointer, 'items'), schema['items']] as const];
  return [
    ...faults,
    ...[...nested, ...items].flatMap(([place, value]) => defaultFaults(value as Json, place)),
  ];
}

function asProblem({ code, pointer, message }: ValueFault): Problem {
  return { code, path: pointer, line: 0, column: 0, message };
}

function unknownInput(key: string, known: readonly string[]): string {
  const nearest = nearestName(key, known);
  if (nearest !== undefined) return `Unknown input '${key}'; did you mean '${nearest}'?`;
  return `Unknown input '${key}'; ${known.length === 0 ? 'the plan takes none.' : `known are ${known.join(', ')}.`}`;
}
