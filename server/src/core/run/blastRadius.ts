import type { BlastRadius } from '#protocol/methods/plans';
import type { Plan } from '#protocol/plan';
import type { Decision } from '#protocol/policy';
import type { Action } from '../policy/action';
import { locationText } from '../policy/explain';
import { commandText } from './commandText';

/** One step of a plan as policy sees it before anything has run. */
export interface ForeseenStep {
  readonly stepId: string;
  readonly action: Action;
  readonly decision: Decision;
  /** Whether its inputs depend on results that do not exist yet, so that the verdict may still change. */
  readonly isProvisional: boolean;
  /** Whether its result is taken over from an earlier run, so that it neither runs nor asks. */
  readonly isCarried: boolean;
}

/** How runs of the same plan went before. */
export interface PastRuns {
  readonly count: number;
  readonly medianMs: number | null;
  readonly costUsd: number | null;
}

/** What a plan would touch, run, reach and ask: shown before anybody approves it (§1.6). */
export function blastRadiusOf(plan: Plan, steps: readonly ForeseenStep[], past: PastRuns): BlastRadius {
  const facts = steps.map(({ action }) => action.facts);
  const asks = steps.filter(
    ({ decision, isCarried }) => !isCarried && decision.verdict !== 'deny' && decision.needs_approval,
  );
  return {
    files: unique(
      facts.flatMap(({ writes }) => writes).concat(plan.steps.flatMap(({ touches }) => touches ?? [])),
    ),
    commands: facts.flatMap(({ commands }) => commands.map(commandText)),
    hosts: unique(facts.flatMap(({ hosts }) => hosts)),
    steps: steps.map(foreseen),
    expected_prompts: asks.length,
    irreversible: steps
      .filter(isIrreversible)
      .map(({ stepId, action }) => `${stepId}: ${irreversibleReason(action)}`),
    past_runs: past.count,
    past_duration_ms: past.medianMs,
    past_cost_usd: past.costUsd,
  };
}

function foreseen({
  stepId,
  action,
  decision,
  isProvisional,
  isCarried,
}: ForeseenStep): BlastRadius['steps'][number] {
  return {
    step_id: stepId,
    tool: action.tool,
    effect: action.facts.effect,
    risk: decision.risk,
    verdict: decision.verdict,
    rule_id: decision.rule_id,
    location: locationText(decision.location),
    reason: isProvisional ? `${decision.reason} (judged again when its inputs are known)` : decision.reason,
    asks: decision.needs_approval && !isCarried,
  };
}

function isIrreversible({ action, decision }: ForeseenStep): boolean {
  const { effect } = action.facts;
  return decision.verdict !== 'deny' && (effect === 'exec' || effect === 'network' || effect === 'git');
}

function irreversibleReason(action: Action): string {
  switch (action.facts.effect) {
    case 'network':
      return 'a request to another machine cannot be taken back';
    case 'git':
      return 'a change to the repository history is not undone by rollback';
    default:
      return 'what a command does outside the recorded files cannot be taken back';
  }
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
