import type { Json, JsonObject } from '#protocol/json';
import type { BlastRadius } from '#protocol/methods/plans';
import type { Plan, Step } from '#protocol/plan';
import type { EffectivePolicy } from '#protocol/policy';
import { referencesIn } from '../../core/expression/references';
import { resolveReferences } from '../../core/expression/resolveReferences';
import { checkInputs } from '../../core/plan/checkInputs';
import type { Action, ActionPath } from '../../core/policy/action';
import { blastRadiusOf, type ForeseenStep, type PastRuns } from '../../core/run/blastRadius';
import { mergeFacts } from '../../core/run/mergeFacts';
import type { Context } from '../context';
import type { ToolFacts } from '../tool';
import { fileLayers, foldPolicy, judgeOf, ownLayer } from './policies';

/** What a plan would do under the policy of the moment, step by step, without running anything. */
export async function foresee(
  context: Context,
  plan: Plan,
  own: {
    readonly profile: EffectivePolicy['profile'];
    readonly mode: 'normal' | 'dry_run';
    readonly file: string;
    readonly lines?: Readonly<Record<string, number>>;
    /** Steps whose results are taken over. */
    readonly carried?: readonly string[];
  },
): Promise<readonly ForeseenStep[]> {
  const files = await fileLayers(context);
  const planLayer = ownLayer('plan', own.file, plan.policy, own.lines ?? {});
  const inputs = checkInputs(plan.inputs, {}).inputs;
  const steps: ForeseenStep[] = [];
  for (const step of plan.steps) {
    const stepLayer = step.policy ? ownLayer('step', `${own.file} step ${step.id}`, step.policy) : undefined;
    const policy = foldPolicy(files, { profile: own.profile, plan: planLayer, step: stepLayer });
    const foreseen = await foreseeStep(context, plan, step, policy, inputs, own.mode);
    steps.push({ ...foreseen, isCarried: own.carried?.includes(step.id) ?? false });
  }
  return steps;
}

/** The blast radius of a plan (§1.6). */
export async function blastRadius(
  context: Context,
  plan: Plan,
  own: Parameters<typeof foresee>[2],
  past: PastRuns = { count: 0, medianMs: null, costUsd: null },
): Promise<BlastRadius> {
  const radius = blastRadiusOf(plan, await foresee(context, plan, own), past);
  return context.redactor.json(radius as unknown as JsonObject).value as unknown as BlastRadius;
}

/** How earlier runs of the plan with this hash went. */
export async function pastRuns(context: Context, hash: string): Promise<PastRuns> {
  const { items } = await context.ports.store.list('runs', {
    where: { plan_hash: hash, status: 'succeeded' },
    order: [{ by: 'created_at', desc: true }],
    limit: 50,
  });
  const durations = items
    .flatMap(({ started_at, ended_at }) =>
      started_at && ended_at ? [Date.parse(ended_at) - Date.parse(started_at)] : [],
    )
    .sort((a, b) => a - b);
  return {
    count: items.length,
    medianMs: durations[Math.floor(durations.length / 2)] ?? null,
    costUsd: null,
  };
}

async function foreseeStep(
  context: Context,
  plan: Plan,
  step: Step,
  policy: EffectivePolicy,
  inputs: JsonObject,
  mode: 'normal' | 'dry_run',
): Promise<Omit<ForeseenStep, 'isCarried'>> {
  const tool = context.tools.get(step.uses);
  const isProvisional = referencesIn([step.with, step.commands]).some(
    ({ root }) => root !== 'inputs' && root !== 'secrets',
  );
  const facts = mergeFacts(await foreseenFacts(context, plan, step, inputs));
  const paths: ActionPath[] = [];
  for (const access of ['read', 'write'] as const) {
    for (const path of access === 'read' ? facts.reads : facts.writes) {
      if (!path.includes('${')) {
        paths.push({ access, ...(await context.ports.workspace.fact(path)) });
      }
    }
  }
  const action: Action = {
    tool: step.uses,
    known: tool !== undefined,
    enabled: !context.disabledTools.has(step.uses),
    inputProblems: [],
    unresolved: [],
    facts,
    paths,
    touches: step.touches,
    declaredRisk: step.risk,
    dryRun: mode === 'dry_run',
    executor: step.executor ?? plan.executor,
    slotKind:
      plan.workspace.slot === 'worktree' || plan.workspace.slot === 'scratch'
        ? plan.workspace.slot
        : 'in_place',
    planNamesSlot: true,
    networkEnforced: await context.ports.processes.canIsolateNetwork(),
    confirmHighRisk: false,
    nowMs: context.ports.clock.now(),
  };
  return { stepId: step.id, action, decision: judgeOf(policy)(action), isProvisional };
}

async function foreseenFacts(
  context: Context,
  plan: Plan,
  step: Step,
  inputs: JsonObject,
): Promise<ToolFacts[]> {
  const tool = context.tools.get(step.uses);
  const raw: JsonObject[] =
    step.commands.length === 0
      ? [step.with]
      : step.commands.map((argv) => ({ ...step.with, argv: [...argv] }));
  const applied = appliedPaths(plan, step);
  const all: ToolFacts[] = [];
  for (const given of raw) {
    const parsed = tool?.input.safeParse(known(given, inputs));
    if (tool && parsed?.success) {
      const read = parsed.data as JsonObject;
      const facts = tool.facts((await tool.complete?.(read, context.ports.workspace)) ?? read);
      all.push({ ...facts, writes: [...facts.writes, ...applied] });
    } else {
      all.push({
        ...nothingKnown,
        risk: step.risk ?? 'medium',
        writes: applied,
        effect: applied.length > 0 ? 'write' : 'none',
      });
    }
  }
  return all;
}

const nothingKnown: ToolFacts = {
  effect: 'none',
  risk: 'low',
  commands: [],
  reads: [],
  writes: [],
  hosts: [],
  env: [],
  refusal: null,
};

/** Inputs with what is known put in; what is not stays as it is written. */
function known(given: JsonObject, inputs: JsonObject): Json {
  const scope = { inputs, steps: {}, joins: {}, run: { id: 'run' } };
  const resolved = Object.entries(given).map(([key, value]) => {
    const found = resolveReferences(value, scope, { keepSecrets: true });
    return [key, 'value' in found ? found.value : value];
  });
  return Object.fromEntries(resolved) as JsonObject;
}

/** Paths that an apply step will write, as far as the step that drafts them names them. */
function appliedPaths(plan: Plan, step: Step): string[] {
  if (step.uses !== 'write_file_apply' && step.uses !== 'apply_patch') {
    return [];
  }
  return referencesIn(step.with).flatMap(({ root, path }) => {
    const source = root === 'steps' ? plan.steps.find(({ id }) => id === path[0]) : undefined;
    const target = source?.with['path'];
    return typeof target === 'string' ? [target] : [];
  });
}
