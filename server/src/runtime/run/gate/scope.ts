import type { Json, JsonObject } from '#protocol/json';
import type { Step } from '#protocol/plan';
import { referencesIn } from '../../../core/expression/references';
import type { Scope } from '../../../core/expression/scope';
import type { ActiveRun } from '../activeRun';
import type { StepRun } from '../stepRun';

/** Collects the values that exist now for one step. */
export function scopeOf(
  run: ActiveRun,
  step: Step,
  stepRun: StepRun | undefined,
  envAllow: readonly string[],
): Scope {
  const payload = stepRun?.payload ?? handedOn(run, step);
  return {
    inputs: run.inputs,
    steps: run.board.results,
    joins: joinsOf(run, step),
    payload,
    ...(step.loop ? { locals: { [step.loop.as]: payload } } : {}),
    run: { id: run.row.id },
    ...(run.row.batch_index === null ? {} : { batch: { index: run.row.batch_index } }),
    secrets: secretsOf(run, step),
    env: Object.fromEntries(Object.entries(run.options.env).filter(([name]) => envAllow.includes(name))),
  };
}

/** Put together only where a step asks what its parents said. */
function joinsOf(run: ActiveRun, step: Step): JsonObject {
  return Object.defineProperty({}, step.id, { enumerable: true, get: () => parentOutputs(run, step) });
}

function parentOutputs(run: ActiveRun, step: Step): JsonObject {
  const parents = [...step.needs].sort();
  return Object.fromEntries(parents.map((id) => [id, run.steps.get(id)?.output ?? null]));
}

/**
 * What the steps before hand on as `${payload}`: of a failed step that is passed over its input, of a loop the item it
 * chose, of a single step its output, of several their outputs by id; the first steps get the run's inputs.
 */
function handedOn(run: ActiveRun, step: Step): Json {
  const parents = step.needs.map((id) => run.steps.get(id));
  const passedOver = parents.find((parent) => parent?.handled === 'continue' && parent.payload !== undefined);
  if (passedOver?.payload !== undefined) {
    return passedOver.payload;
  }
  const loop = parents.find((parent) => parent?.route?.includes(step.id) && hasPayload(parent.output));
  if (loop) {
    return (loop.output as JsonObject)['payload'] ?? null;
  }
  if (parents.length === 1) {
    return parents[0]?.output ?? null;
  }
  return parents.length === 0 ? run.inputs : parentOutputs(run, step);
}

function hasPayload(output: Json | undefined): boolean {
  return output !== null && typeof output === 'object' && 'payload' in output;
}

/** The secrets that a step names, and no others. */
function secretsOf(run: ActiveRun, step: Step): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { root, path } of referencesIn([step.with, step.commands])) {
    const name = root === 'secrets' ? String(path[0]) : null;
    const value = name === null ? undefined : run.context.ports.settings.secret(name);
    if (name !== null && value !== undefined) {
      found[name] = value;
    }
  }
  return found;
}
