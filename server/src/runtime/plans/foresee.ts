import type { JsonObject } from '#protocol/json';
import type { BlastRadius } from '#protocol/methods/plans';
import type { Plan, Step } from '#protocol/plan';
import type { EffectivePolicy } from '#protocol/policy';
import { checkInputs } from '../../core/plan/checkInputs';
import type { ActionPath } from '../../core/policy/action';
import { blastRadiusOf, type ForeseenStep, type PastRuns } from '../../core/run/blastRadius';
import {
  foreseenAction,
  foreseenFacts,
  foreseenInputs,
  foreseenPaths,
  isProvisional,
} from '../../core/run/foresight';
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

/** The blast radius of a plan by its foreseen steps (§1.6). */
export function blastRadius(
  context: Context,
  plan: Plan,
  steps: readonly ForeseenStep[],
  past: PastRuns = { count: 0, medianMs: null, costUsd: null },
): BlastRadius {
  const radius = blastRadiusOf(plan, steps, past);
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
  const facts = foreseenFacts(plan, step, await callFacts(context, step, inputs));
  const paths: ActionPath[] = [];
  for (const { given, access } of foreseenPaths(facts)) {
    paths.push({ access, ...(await context.ports.workspace.fact(given)) });
  }
  const action = foreseenAction(plan, step, {
    known: context.tools.has(step.uses),
    enabled: !context.disabledTools.has(step.uses),
    facts,
    paths,
    dryRun: mode === 'dry_run',
    networkEnforced: await context.ports.processes.canIsolateNetwork(),
    nowMs: context.ports.clock.now(),
  });
  const decision = judgeOf(policy)(action);
  return { stepId: step.id, action, decision, isProvisional: isProvisional(step) };
}

async function callFacts(
  context: Context,
  step: Step,
  inputs: JsonObject,
): Promise<readonly (ToolFacts | null)[]> {
  const tool = context.tools.get(step.uses);
  const all: (ToolFacts | null)[] = [];
  for (const given of foreseenInputs(step, inputs)) {
    const parsed = tool?.input.safeParse(given);
    if (tool && parsed?.success) {
      const read = parsed.data as JsonObject;
      all.push(tool.facts((await tool.complete?.(read, context.ports.workspace)) ?? read));
    } else {
      all.push(null);
    }
  }
  return all;
}
