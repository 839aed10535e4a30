import type { JsonObject } from '#protocol/json';
import type { ApprovalRow, DecisionRow, StepRunRow } from '#protocol/rows';
import type { RunHistory } from '../report/runHistory';

/** What a run's record holds about each of its steps, gathered once. */
export interface StepFacts {
  readonly tool: ReadonlyMap<string, string>;
  readonly decisions: ReadonlyMap<string, readonly DecisionRow[]>;
  /** What people and auto rules decided about a step, as a run log tells it. */
  readonly consents: ReadonlyMap<string, readonly JsonObject[]>;
}

/** Gathers decisions and approvals by their step. */
export function stepFacts({ plan, decisions, approvals }: RunHistory): StepFacts {
  const ofSteps = approvals.flatMap((row) => {
    const id = decided.includes(row.status) ? stepOf(row) : null;
    return id === null ? [] : [[id, consent(row)] as const];
  });
  return {
    tool: new Map(plan.steps.map(({ id, uses }) => [id, uses])),
    decisions: grouped(
      decisions.flatMap((row) => (row.step_id === null ? [] : [[row.step_id, row] as const])),
    ),
    consents: grouped(ofSteps),
  };
}

/** The strictest word of policy on a step's calls; a step that went ahead was not denied in the end. */
export function strictestDecision(
  facts: StepFacts,
  { step_id, status }: StepRunRow,
): DecisionRow | undefined {
  const judged = facts.decisions.get(step_id) ?? [];
  const counted = status === 'denied' ? judged : judged.filter(({ verdict }) => verdict !== 'deny');
  return counted.toSorted((a, b) => strictness.indexOf(b.verdict) - strictness.indexOf(a.verdict))[0];
}

const strictness = ['allow', 'ask', 'deny'];
const decided: readonly string[] = ['granted', 'consumed', 'rejected', 'expired'];

function stepOf({ shown_json }: ApprovalRow): string | null {
  const { step_id } = JSON.parse(shown_json) as { readonly step_id?: unknown };
  return typeof step_id === 'string' ? step_id : null;
}

/** What was granted and then used was granted. */
function consent({ id, status, actor, source, digest, reason }: ApprovalRow): JsonObject {
  const decision = status === 'consumed' ? 'granted' : status;
  return { approval_id: id, decision, actor, source, digest, reason };
}

function grouped<T>(pairs: readonly (readonly [string, T])[]): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const [key, value] of pairs) {
    const own = groups.get(key);
    if (own === undefined) {
      groups.set(key, [value]);
    } else {
      own.push(value);
    }
  }
  return groups;
}
