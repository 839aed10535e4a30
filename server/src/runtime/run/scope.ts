import type { Json, JsonObject } from '#protocol/json';
import type { Step } from '#protocol/plan';
import { referencesIn } from '../../core/expression/references';
import type { Scope } from '../../core/expression/scope';
import type { ActiveRun, StepRun } from './activeRun';

/** Collects the values that exist now for one step. */
export function scopeOf(run: ActiveRun, step: Step, stepRun: StepRun | undefined, envAllow: readonly string[]): Scope {
  const steps: Record<string, { status: string; output?: Json }> = {};
  for (const [id, other] of run.steps) {
    steps[id] = { status: other.row.status, ...(other.output === undefined ? {} : { output: other.output }) };
  }
  const payload = stepRun?.payload ?? continuedPayload(run, step);
  return {
    inputs: run.inputs,
    steps,
    joins: { [step.id]: parentOutputs(run, step) },
    ...(payload === undefined ? {} : { payload }),
    ...(step.loop && payload !== undefined ? { locals: { [step.loop.as]: payload } } : {}),
    run: { id: run.row.id },
    ...(run.row.batch_index === null ? {} : { batch: { index: run.row.batch_index } }),
    secrets: secretsOf(run, step),
    env: Object.fromEntries(Object.entries(run.options.env).filter(([name]) => envAllow.includes(name))),
  };
}

function parentOutputs(run: ActiveRun, step: Step): JsonObject {
  const parents = [...step.needs].sort();
  return Object.fromEntries(parents.map((id) => [id, run.steps.get(id)?.output ?? null]));
}

/** Dependants of a step that failed and goes on get the failed step's input. */
function continuedPayload(run: ActiveRun, step: Step): Json | undefined {
  for (const id of step.needs) {
    const parent = run.steps.get(id);
    if (parent?.handled === 'continue' && parent.payload !== undefined) {
      return parent.payload;
    }
  }
  return undefined;
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
