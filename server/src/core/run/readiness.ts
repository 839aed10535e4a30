import type { Plan, Step } from '#protocol/plan';
import { isTerminal, type State } from '#protocol/states';

/** Why a step was skipped; decides whether its dependants may still run. */
export const skipReasons = [
  'when_false',
  'by_person',
  'not_routed',
  'dependency_failed',
  'dry_run',
  'run_ended',
] as const;
export type SkipReason = (typeof skipReasons)[number];

/** The newest visit of a step, as far as order depends on it. */
export interface StepState {
  readonly status: State<'step'>;
  readonly visit: number;
  readonly skipReason: SkipReason | null;
  /** How a failure was handled, so that dependants know. */
  readonly handled: 'continue' | 'goto' | null;
  /** Steps that a routing tool chose; `null` when the step is no router. */
  readonly route: readonly string[] | null;
  /** Queued by a goto: starts without waiting for its needs. */
  readonly isQueued: boolean;
}

/** What the run may do next. */
export interface Readiness {
  /** Steps that can start now, in plan order, those queued by a goto first. */
  readonly ready: readonly string[];
  readonly skip: readonly { readonly id: string; readonly reason: SkipReason }[];
  /** Whether nothing is open any more. */
  readonly isFinished: boolean;
}

type Need = 'met' | 'failed' | 'absent' | 'open';

/** Decides which steps can start and which never will. `starts` are the steps that start by themselves, see graph. */
export function readiness(
  plan: Plan,
  starts: ReadonlySet<string>,
  states: ReadonlyMap<string, StepState>,
): Readiness {
  const ready: string[] = [];
  const queued: string[] = [];
  const skip: { id: string; reason: SkipReason }[] = [];
  let isFinished = true;
  for (const step of plan.steps) {
    const state = states.get(step.id);
    if (state && isTerminal('step', state.status)) {
      continue;
    }
    isFinished = false;
    if (state && state.status !== 'pending' && state.status !== 'ready' && state.status !== 'blocked') {
      continue;
    }
    const verdict = state?.isQueued ? 'queued' : standing(plan, starts, step, states);
    if (verdict === 'queued') {
      queued.push(step.id);
    } else if (verdict === 'ready') {
      ready.push(step.id);
    } else if (verdict !== 'wait') {
      skip.push({ id: step.id, reason: verdict });
    }
  }
  return { ready: [...queued, ...ready], skip, isFinished };
}

/** The steps that wait although nothing runs any more: a handled failure never came back to them. */
export function stranded(plan: Plan, states: ReadonlyMap<string, StepState>): string[] {
  return plan.steps
    .filter((step) => {
      const status = states.get(step.id)?.status ?? 'pending';
      return status === 'pending' || status === 'blocked';
    })
    .map((step) => step.id);
}

function standing(
  plan: Plan,
  starts: ReadonlySet<string>,
  step: Step,
  states: ReadonlyMap<string, StepState>,
): 'ready' | 'wait' | SkipReason {
  const needs = step.needs.map((id) => needOf(plan, id, step.id, states));
  if (needs.length === 0) {
    return starts.has(step.id) ? 'ready' : 'wait';
  }
  if (needs.every((need) => need === 'absent')) {
    return 'not_routed';
  }
  if (step.join === 'any' && needs.includes('met')) {
    return 'ready';
  }
  if (needs.includes('failed') && step.join === 'all') {
    return 'dependency_failed';
  }
  if (needs.includes('open')) {
    return 'wait';
  }
  return needs.includes('met') ? 'ready' : 'dependency_failed';
}

function needOf(plan: Plan, id: string, dependant: string, states: ReadonlyMap<string, StepState>): Need {
  const state = states.get(id);
  switch (state?.status) {
    case 'succeeded':
      return state.route === null || state.route.includes(dependant) ? 'met' : 'absent';
    case 'failed':
    case 'timed_out':
    case 'cancelled':
      return handledNeed(state);
    case 'denied':
      return plan.steps.find((step) => step.id === id)?.on_error?.action === 'continue' ? 'met' : 'failed';
    case 'skipped':
      return skippedNeed(state);
    default:
      return 'open';
  }
}

function handledNeed(state: StepState): Need {
  if (state.handled === 'continue') {
    return 'met';
  }
  return state.handled === 'goto' ? 'open' : 'failed';
}

function skippedNeed(state: StepState): Need {
  if (state.skipReason === 'when_false' || state.skipReason === 'by_person') {
    return 'met';
  }
  return state.skipReason === 'not_routed' ? 'absent' : 'failed';
}
