import type { RunEffects } from '#protocol/methods/effects';
import type { ApprovalRow, CheckRow, DecisionRow, RunRow, WriteRow } from '#protocol/rows';
import type { Action } from '../policy/action';
import { commandText } from '../run/commandText';

/** What the record holds about what a run did to the world. */
export interface EffectHistory {
  readonly run: RunRow;
  readonly decisions: readonly DecisionRow[];
  /** Those of the run, and those of its plan. */
  readonly approvals: readonly ApprovalRow[];
  readonly writes: readonly WriteRow[];
  readonly checks: readonly CheckRow[];
}

/** Tells for each judged call which rule spoke and who approved, which files were written, and which checks held. */
export function runEffectsOf(history: EffectHistory): RunEffects {
  return {
    run_id: history.run.id,
    effects: history.decisions.map((decision) => effectLine(decision, history)),
    files: fileLines(history.writes),
    checks: history.checks.map(({ scope, name, passed, details }) => ({
      scope,
      name,
      passed: passed === 1,
      details,
    })),
  };
}

function effectLine(decision: DecisionRow, history: EffectHistory): RunEffects['effects'][number] {
  const { step_id, tool, effect, verdict, rule_id, location, reason, created_at } = decision;
  return {
    step_id,
    tool,
    effect,
    names: namesOf(decision),
    verdict,
    rule_id,
    location,
    reason,
    at: created_at,
    approval: verdict === 'deny' ? null : approvalOf(decision, history),
  };
}

function namesOf({ facts_json }: DecisionRow): string[] {
  const { facts } = JSON.parse(facts_json) as Partial<Action>;
  if (facts === undefined) {
    return [];
  }
  return [...new Set([...facts.commands.map(commandText), ...facts.writes, ...facts.hosts])];
}

const given: readonly string[] = ['granted', 'consumed'];

/** The step's own approval, else the plan's where that covers its steps; a call that asked nobody has none. */
function approvalOf(
  { step_id, verdict, effect }: DecisionRow,
  { approvals, run }: EffectHistory,
): RunEffects['effects'][number]['approval'] {
  const own = approvals.findLast(
    (row) => row.subject_type !== 'plan' && given.includes(row.status) && stepOf(row) === step_id,
  );
  const isAsked = verdict === 'ask' && effect !== 'none' && effect !== 'read';
  const ofPlan = isAsked && coversSteps(run) ? approvals.findLast(isGivenPlan) : undefined;
  const row = own ?? ofPlan;
  return row === undefined
    ? null
    : {
        approval_id: row.id,
        subject_type: row.subject_type,
        actor: row.actor,
        source: row.source,
        at: row.decided_at,
      };
}

function isGivenPlan({ subject_type, status }: ApprovalRow): boolean {
  return subject_type === 'plan' && given.includes(status);
}

function stepOf({ shown_json }: ApprovalRow): string | null {
  return (JSON.parse(shown_json) as { readonly step_id?: string }).step_id ?? null;
}

function coversSteps({ policy_json }: RunRow): boolean {
  return (JSON.parse(policy_json) as { readonly covers_remaining?: boolean }).covers_remaining === true;
}

/** One line for each file: what became of it over the whole run, and the write that did it last. */
function fileLines(writes: readonly WriteRow[]): RunEffects['files'] {
  const byPath = new Map<string, WriteRow[]>();
  for (const write of writes) {
    byPath.set(write.path, [...(byPath.get(write.path) ?? []), write]);
  }
  return [...byPath.values()].flatMap((own) => {
    const [first, last] = [own[0], own.at(-1)];
    if (first === undefined || last === undefined) {
      return [];
    }
    const wasThere = first.before_sha !== null;
    const op = last.after_sha === null ? 'delete' : wasThere ? 'modify' : 'create';
    const { path, step_id, preview_id } = last;
    return [{ path, op, step_id, preview_id, is_undone: own.every(({ undone_by }) => undone_by !== null) }];
  });
}
