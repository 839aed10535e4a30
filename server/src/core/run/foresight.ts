import type { Json, JsonObject } from '#protocol/json';
import type { Plan, Step } from '#protocol/plan';
import { referencesIn } from '../expression/references';
import { resolveReferences } from '../expression/resolveReferences';
import type { Action, ActionFacts, ActionPath } from '../policy/action';
import { mergeFacts } from './mergeFacts';

/** Whether the inputs of a step depend on what does not exist before a run, so that its verdict may still change. */
export function isProvisional(step: Step): boolean {
  return referencesIn([step.with, step.commands]).some(({ root }) => root !== 'inputs' && root !== 'secrets');
}

/** The inputs of each call of a step, with what is known put in; what is not stays as it is written. */
export function foreseenInputs(step: Step, inputs: JsonObject): readonly JsonObject[] {
  const given: readonly JsonObject[] =
    step.commands.length === 0
      ? [step.with]
      : step.commands.map((argv) => ({ ...step.with, argv: [...argv] }));
  return given.map((input) => known(input, inputs));
}

/** What all calls of a step touch; `null` stands for a call whose inputs are not known well enough. */
export function foreseenFacts(plan: Plan, step: Step, calls: readonly (ActionFacts | null)[]): ActionFacts {
  const applied = appliedPaths(plan, step);
  return mergeFacts(
    calls.map((facts) =>
      facts === null
        ? {
            ...nothingKnown,
            risk: step.risk ?? 'medium',
            writes: applied,
            effect: applied.length > 0 ? 'write' : 'none',
          }
        : { ...facts, writes: [...facts.writes, ...applied] },
    ),
  );
}

/** The paths of a call that can be looked at before it runs. */
export function foreseenPaths(facts: ActionFacts): readonly Pick<ActionPath, 'given' | 'access'>[] {
  return (['read', 'write'] as const).flatMap((access) =>
    (access === 'read' ? facts.reads : facts.writes)
      .filter((path) => !path.includes('${'))
      .map((given) => ({ given, access })),
  );
}

/** What about a foreseen call the plan does not say. */
export interface ForeseenWorld
  extends Pick<Action, 'known' | 'enabled' | 'facts' | 'paths' | 'dryRun' | 'networkEnforced' | 'nowMs'> {}

/** A step as policy judges it before anything has run. */
export function foreseenAction(plan: Plan, step: Step, world: ForeseenWorld): Action {
  const { slot } = plan.workspace;
  return {
    ...world,
    tool: step.uses,
    inputProblems: [],
    unresolved: [],
    touches: step.touches,
    declaredRisk: step.risk,
    executor: step.executor ?? plan.executor,
    slotKind: slot === 'worktree' || slot === 'scratch' ? slot : 'in_place',
    planNamesSlot: true,
    confirmHighRisk: false,
  };
}

const nothingKnown: ActionFacts = {
  effect: 'none',
  risk: 'low',
  commands: [],
  reads: [],
  writes: [],
  hosts: [],
  env: [],
  refusal: null,
};

function known(given: JsonObject, inputs: JsonObject): JsonObject {
  const scope = { inputs, steps: {}, joins: {}, run: { id: 'run' } };
  const resolved = Object.entries(given).map(([key, value]): [string, Json] => {
    const found = resolveReferences(value, scope, { keepSecrets: true });
    return [key, 'value' in found ? found.value : value];
  });
  return Object.fromEntries(resolved);
}

/** Paths that an apply step will write, as far as the step that drafts them names them. */
function appliedPaths(plan: Plan, step: Step): string[] {
  if (step.uses !== 'write_file_apply' && step.uses !== 'apply_patch') return [];
  return referencesIn(step.with).flatMap(({ root, path }) => {
    const source = root === 'steps' ? plan.steps.find(({ id }) => id === path[0]) : undefined;
    const target = source?.with['path'];
    return typeof target === 'string' ? [target] : [];
  });
}
