import type { Plan, Step } from '#protocol/plan';
import { isTerminal, type State } from '#protocol/states';

/** Why a step was skipped; decides whether its dependants may still run. */
export const skipReasons = [
  'when_false',
  'loop_empty',
  'by_person',
  'not_routed',
  'dependency_failed',
  'dry_run',
  'run_ended',
] as const;
export type SkipReason = (typeof skipReasons)[number];

/** The newest visit of a step, as far as order depends on it. */
export interface StepState {
  readonly row: { readonly status: State<'step'>; readonly visit: number };
  readonly skipReason: SkipReason | null;
  /** How a failure was handled, so that dependants know. */
  readonly handled: 'continue' | 'goto' | null;
  /** Steps that a routing tool chose; `null` when the step is no router. */
  readonly route: readonly string[] | null;
  /** A loop that has items left: it will choose again. */
  readonly isLooping: boolean;
  /** Queued by a goto or a loop: starts without waiting for its needs. */
  readonly isQueued: boolean;
}

/** The newest visits by step. */
export type StepStates = ReadonlyMap<string, StepState>;

/** What the run may do next. */
export interface Readiness {
  /** Steps that can start now, in plan order, those queued by a goto first. */
  readonly ready: readonly string[];
  readonly skip: readonly { readonly id: string; readonly reason: SkipReason }[];
}

type Need = 'met' | 'failed' | 'absent' | 'open';
/** How a step stands: able to start, waiting, or never to start and why. */
export type Standing = 'queued' | 'ready' | 'wait' | SkipReason;

/** The steps that wait although nothing runs any more: a handled failure never came back to them. */
export function stranded(plan: Pick<Plan, 'steps'>, states: StepStates): string[] {
  return plan.steps.filter(({ id }) => isUntouched(states.get(id))).map(({ id }) => id);
}

function isUntouched(state: StepState | undefined): boolean {
  const status = state?.row.status ?? 'pending';
  return status === 'pending' || status === 'blocked';
}

/** How one step stands among the newest visits. */
export function standingOf(
  plan: Pick<Plan, 'steps'>,
  starts: ReadonlySet<string>,
  step: Step,
  states: StepStates,
): Standing {
  const state = states.get(step.id);
  if (state && !isUntouched(state) && state.row.status !== 'ready') {
    return 'wait';
  }
  if (state?.isQueued) {
    return 'queued';
  }
  if (step.needs.length === 0) {
    return starts.has(step.id) ? 'ready' : 'wait';
  }
  return joined(
    step.join,
    step.needs.map((id) => needOf(plan, id, step.id, states)),
  );
}

function joined(join: Step['join'], needs: readonly Need[]): Standing {
  if (needs.every((need) => need === 'absent')) {
    return 'not_routed';
  }
  if (join === 'any' && needs.includes('met')) {
    return 'ready';
  }
  if (join === 'all' && needs.includes('failed')) {
    return 'dependency_failed';
  }
  if (needs.includes('open')) {
    return 'wait';
  }
  return needs.includes('met') ? 'ready' : 'dependency_failed';
}

function needOf(plan: Pick<Plan, 'steps'>, id: string, dependant: string, states: StepStates): Need {
  const state = states.get(id);
  if (!state || !isTerminal('step', state.row.status)) {
    return 'open';
  }
  switch (state.row.status) {
    case 'succeeded':
      return routed(state, dependant);
    case 'denied':
      return plan.steps.find((step) => step.id === id)?.on_error?.action === 'continue' ? 'met' : 'failed';
    case 'skipped':
      return skipped(state);
    default:
      return failed(state);
  }
}

function routed({ route, isLooping }: StepState, dependant: string): Need {
  if (route === null || route.includes(dependant)) {
    return 'met';
  }
  return isLooping ? 'open' : 'absent';
}

function failed({ handled }: StepState): Need {
  if (handled === 'continue') {
    return 'met';
  }
  return handled === 'goto' ? 'open' : 'failed';
}

function skipped({ skipReason }: StepState): Need {
  if (skipReason !== null && metReasons.includes(skipReason)) {
    return 'met';
  }
  return skipReason === 'not_routed' ? 'absent' : 'failed';
}

/** The plan or a person meant the step to be left out: what needs it goes on. */
const metReasons: readonly SkipReason[] = ['when_false', 'loop_empty', 'by_person'];
