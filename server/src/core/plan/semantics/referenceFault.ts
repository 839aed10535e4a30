import type { JsonObject } from '#protocol/json';
import type { Plan, Step } from '#protocol/plan';
import type { Reference } from '../../expression/reference';
import { nearestName } from '../../policy/settings/nearestName';
import { isMap } from '../../policy/settings/shapes';
import { unlistedText } from '../warnings/unlistedVariables';
import { unknownStep } from './checkSteps';

/** What a reference may name in one plan. */
export interface ReferenceContext {
  readonly plan: Plan;
  stepOf(id: string): Step | undefined;
  names(): readonly string[];
  /** Steps that certainly or by a goto come directly before a step. */
  parentsOf(id: string): readonly string[];
  /** Names of environment variables that policy lets through; `null` when that is judged later. */
  readonly envAllow: readonly string[] | null;
}

/** What is wrong with a reference of a step, or `null`. `mayNameItself` holds where a loop looks back at its visits. */
export function referenceFault(
  reference: Reference,
  step: Step,
  context: ReferenceContext,
  mayNameItself = false,
): string | null {
  const name = String(reference.path[0]);
  switch (reference.root) {
    case 'inputs':
      return inputFault(name, context.plan.inputs);
    case 'steps':
      return stepFault(reference, step, context, mayNameItself);
    case 'joins':
      if (name === step.id) return null;
      return orderFault(name, step, context);
    case 'env':
      return context.envAllow === null || context.envAllow.includes(name) ? null : unlistedText(name);
    case 'local':
      return step.loop?.as === name ? null : `Unknown name '${name}' in a reference.`;
    case 'payload':
    case 'run':
    case 'batch':
    case 'secrets':
      return null;
  }
}

function inputFault(name: string, schema: JsonObject): string | null {
  const properties = isMap(schema['properties']) ? schema['properties'] : {};
  if (Object.hasOwn(properties, name) || schema['additionalProperties'] === true) return null;
  const nearest = nearestName(name, Object.keys(properties));
  const hint =
    nearest === undefined ? '; declare it under inputs.properties.' : `; did you mean '${nearest}'?`;
  return `The plan has no input '${name}'${hint}`;
}

function stepFault(
  reference: Reference,
  step: Step,
  context: ReferenceContext,
  mayNameItself: boolean,
): string | null {
  const [id, part, output] = reference.path;
  const name = String(id);
  const order = name === step.id && mayNameItself ? null : orderFault(name, step, context);
  if (order !== null || part !== 'output' || output === undefined) return order;
  const declared = Object.keys(context.stepOf(name)?.outputs ?? {});
  if (declared.length === 0 || declared.includes(String(output))) return null;
  return `Step '${name}' has no output '${output}'; it declares ${declared.join(', ')}.`;
}

function orderFault(name: string, step: Step, context: ReferenceContext): string | null {
  if (context.stepOf(name) === undefined) return unknownStep(name, context.names());
  if (name === step.id) return 'A step has no output of its own while it runs.';
  if (isBefore(name, step.id, context)) return null;
  return `Step '${name}' need not have run before '${step.id}'; add it to 'needs'.`;
}

function isBefore(wanted: string, from: string, { parentsOf }: ReferenceContext): boolean {
  const seen = new Set<string>([from]);
  const open = [from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const direct = parentsOf(id);
    if (direct.includes(wanted)) return true;
    for (const parent of direct) {
      if (!seen.has(parent)) {
        seen.add(parent);
        open.push(parent);
      }
    }
  }
  return false;
}
