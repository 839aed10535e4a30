import {
  type Decision,
  type DecisionStage,
  decisionStages,
  type EffectivePolicy,
  type PolicyLocation,
  type Verdict,
} from '#protocol/policy';
import type { DecisionRow } from '#protocol/rows';
import type { Action } from './action';
import { compileJudge, stages } from './judge';
import { compilePolicy, readCall } from './judge/call';

/** What one stage says about a call, whether or not an earlier one has decided. */
export interface StageExplanation {
  readonly stage: DecisionStage;
  /** `null` when the stage has nothing to say. */
  readonly verdict: Verdict | null;
  readonly rule_id: string | null;
  readonly location: string | null;
  readonly reason: string;
}

/** A stored decision that would come out otherwise. */
export interface ChangedDecision {
  readonly decision_id: string;
  readonly run_id: string | null;
  readonly step_id: string | null;
  readonly tool: string;
  readonly before: string;
  readonly after: string;
  readonly rule_id: string;
  readonly location: string;
  readonly reason: string;
}

/** A location as people read it: file and line, then the layer. */
export function locationText({ file, line, layer }: PolicyLocation): string {
  return line === 0 ? `${file} (${layer})` : `${file}:${line} (${layer})`;
}

/** What every stage says about a call, with rule, file and line. */
export function explain(policy: EffectivePolicy, action: Action): readonly StageExplanation[] {
  const call = readCall(compilePolicy(policy), action);
  return stages.map((stage, index) => {
    const found = stage(call);
    const name = decisionStages[index] ?? 'default';
    if (found === null)
      return { stage: name, verdict: null, rule_id: null, location: null, reason: quiet[name] };
    const { verdict, rule_id, location, reason } = found;
    return { stage: name, verdict, rule_id, location: locationText(location), reason };
  });
}

const quiet: Readonly<Record<DecisionStage, string>> = {
  tool: 'the tool exists and is enabled',
  inputs: 'inputs match and references resolve',
  dry_run: 'no dry run, or nothing that it refuses',
  path: 'all paths lie inside the slot',
  deny: 'nothing denies it',
  allow: 'no rule speaks about all of it',
  default: 'rules speak about all of it',
  risk: 'the risk asks nobody',
  preview: 'no write',
  executor: 'it may run here',
};

/** The stored decisions whose verdict or code a policy would change; rows that cannot be read are left out. */
export function simulate(rows: readonly DecisionRow[], policy: EffectivePolicy): readonly ChangedDecision[] {
  const judge = compileJudge(policy);
  return rows.flatMap((row) => {
    const action = storedAction(row.facts_json);
    if (action === null) return [];
    // The moment of a decision stands beside it: equal calls have equal facts.
    const decision = judge({ ...action, nowMs: Date.parse(row.created_at) });
    return decision.verdict === row.verdict ? [] : [changed(row, decision)];
  });
}

function changed(row: DecisionRow, decision: Decision): ChangedDecision {
  return {
    decision_id: row.id,
    run_id: row.run_id,
    step_id: row.step_id,
    tool: row.tool,
    before: row.verdict,
    after: decision.verdict,
    rule_id: decision.rule_id,
    location: locationText(decision.location),
    reason: decision.reason,
  };
}

const lists = ['inputProblems', 'unresolved', 'paths'] as const;
const factLists = ['commands', 'reads', 'writes', 'hosts', 'env'] as const;

/** An action as it was stored; older or damaged rows give null. */
function storedAction(text: string): Action | null {
  try {
    const action: Partial<Action> | null = JSON.parse(text);
    const { facts } = action ?? {};
    const isWhole =
      typeof action?.tool === 'string' &&
      typeof facts === 'object' &&
      lists.every((key) => Array.isArray(action[key])) &&
      factLists.every((key) => Array.isArray(facts[key]));
    return isWhole ? (action as Action) : null;
  } catch {
    return null;
  }
}
