import type { ExplanationView } from '#protocol/methods/sessions';
import type { RunRow, StepRunRow } from '#protocol/rows';
import { needsReplan, type SessionFacts, sessionStatus } from './session';

/** A step of the newest run in plan order, or of the plan where nothing has run yet. */
export type StepPlace = Pick<StepRunRow, 'step_id' | 'status'>;

/** What only the server knows of the newest run. */
export interface Standing {
  /** Why nobody carries the run forward although the record still says so. */
  readonly brokenOff: string | undefined;
  /** Whether a request of the run is in the queue: one that has expired is in nobody's. */
  readonly isAsking: boolean;
}

/** Says where a session stands and which command comes next (GATE-30). */
export function explainSession(
  facts: SessionFacts,
  steps: readonly StepPlace[],
  { brokenOff, isAsking }: Standing,
): ExplanationView {
  const status = sessionStatus(facts);
  const replan = needsReplan(facts);
  const [pending] = pendingStates.flatMap((state) => steps.find((step) => step.status === state) ?? []);
  const [next_command, reason] =
    brokenOff === undefined || !facts.newestRun
      ? advice(facts, pending, isAsking)
      : [resumeCommand(facts.newestRun), `The run broke off: ${brokenOff}`];
  return {
    status,
    needs_replan: replan,
    next_command,
    reason,
    plan_version: facts.newestPlan?.version ?? null,
    plan_title: facts.newestPlan?.title ?? null,
    pending_step_id: pending?.step_id ?? null,
    pending_step_status: pending?.status ?? null,
  };
}

/** The step of which a person is told: one that waits for them before one that only comes later. */
const pendingStates = ['awaiting_approval', 'interrupted', 'running', 'ready', 'blocked', 'pending'] as const;

/** What to do next and why, or `undefined` when this rule has nothing to say. */
type Advice = (
  facts: SessionFacts,
  pending: StepPlace | undefined,
  isAsking: boolean,
) => [string | null, string] | undefined;

const isReplanOpen = (facts: SessionFacts) =>
  needsReplan(facts) && facts.newestPlan?.version === facts.runVersion;

/** Asked in order; the first that has something to say is right. */
const advices: readonly Advice[] = [
  ({ session }) =>
    session.status === 'cancelled' ? [null, 'The session was stopped; create a new one.'] : undefined,
  (facts) =>
    isReplanOpen(facts)
      ? [importCommand(facts), 'The last run failed: import and approve a new version of the plan.']
      : undefined,
  (facts) => (facts.newestPlan ? undefined : [importCommand(facts), 'The session has no plan yet.']),
  ({ newestRun }, pending, isAsking) =>
    newestRun?.status === 'awaiting_approval' && !isAsking
      ? [
          resumeCommand(newestRun),
          `Step ${pending?.step_id ?? ''} waits, but no request is open; this asks anew.`,
        ]
      : undefined,
  ({ newestRun }, pending) =>
    newestRun?.status === 'awaiting_approval'
      ? ['holdpoint approvals list', `Step ${pending?.step_id ?? ''} waits for a decision.`]
      : undefined,
  ({ newestRun }) =>
    newestRun?.status === 'interrupted' || newestRun?.status === 'paused'
      ? [resumeCommand(newestRun), `The run is ${newestRun.status}.`]
      : undefined,
  ({ session, newestRun }, pending) =>
    newestRun?.stepping === 'manual' && pending?.status === 'ready'
      ? [
          `holdpoint step execute ${session.id} ${pending.step_id}`,
          `Step ${pending.step_id} can be executed.`,
        ]
      : undefined,
  (facts) =>
    sessionStatus(facts) === 'running'
      ? [`holdpoint trace show ${facts.newestRun?.trace_id ?? ''}`, 'A run is under way.']
      : undefined,
  (facts) =>
    sessionStatus(facts) === 'awaiting_plan_approval'
      ? [
          `holdpoint plan approve ${facts.session.id} ${facts.newestPlan?.version}`,
          `Plan v${facts.newestPlan?.version} waits for approval.`,
        ]
      : undefined,
  (facts) =>
    sessionStatus(facts) === 'awaiting_step_approval'
      ? [
          `holdpoint run --resume ${facts.session.id}`,
          `Plan v${facts.newestPlan?.version} is approved and can run.`,
        ]
      : undefined,
];

function advice(
  facts: SessionFacts,
  pending: StepPlace | undefined,
  isAsking: boolean,
): [string | null, string] {
  for (const rule of advices) {
    const found = rule(facts, pending, isAsking);
    if (found) {
      return found;
    }
  }
  return [`holdpoint report ${facts.newestRun?.id ?? ''}`, `The last run ${facts.newestRun?.status}.`];
}

function resumeCommand({ trace_id }: RunRow): string {
  return `holdpoint run --resume ${trace_id}`;
}

function importCommand({ session }: SessionFacts): string {
  return `holdpoint plan import ${session.id} FILE`;
}
