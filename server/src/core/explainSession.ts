import type { StepRunRow } from '#protocol/rows';
import type { z } from 'zod';
import type { explanationView } from '#protocol/methods/sessions';
import { needsReplan, type SessionFacts, sessionStatus } from './session';

type Explanation = z.infer<typeof explanationView>;

/** Says where a session stands and which command comes next (GATE-30). */
export function explainSession(facts: SessionFacts, steps: readonly StepRunRow[]): Explanation {
  const status = sessionStatus(facts);
  const replan = needsReplan(facts);
  const pending = steps.find((step) =>
    ['awaiting_approval', 'ready', 'running', 'pending', 'blocked', 'interrupted'].includes(step.status),
  );
  const [next_command, reason] = advice(facts, status, replan, pending);
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

function advice(
  facts: SessionFacts,
  status: Explanation['status'],
  replan: boolean,
  pending: StepRunRow | undefined,
): [string | null, string] {
  const { id } = facts.session;
  const version = facts.newestPlan?.version ?? 1;
  if (status === 'cancelled') {
    return [null, 'The session was stopped; create a new one.'];
  }
  if (replan && facts.newestPlan?.version === facts.runVersion) {
    return [`holdpoint plan import ${id} FILE`, 'The last run failed: import and approve a new version of the plan.'];
  }
  if (status === 'pending') {
    return [`holdpoint plan import ${id} FILE`, 'The session has no plan yet.'];
  }
  if (status === 'awaiting_plan_approval') {
    return [`holdpoint plan approve ${id} ${version}`, `Plan v${version} waits for approval.`];
  }
  if (facts.newestRun?.status === 'awaiting_approval') {
    return ['holdpoint approvals list', `Step ${pending?.step_id ?? ''} waits for a decision.`];
  }
  if (facts.newestRun?.status === 'interrupted' || facts.newestRun?.status === 'paused') {
    return [`holdpoint run --resume ${facts.newestRun.trace_id}`, `The run is ${facts.newestRun.status}.`];
  }
  if (status === 'running') {
    return [`holdpoint trace show ${facts.newestRun?.trace_id ?? ''}`, 'A run is under way.'];
  }
  if (status === 'awaiting_step_approval') {
    return [`holdpoint step execute ${id} STEP`, `Plan v${version} is approved and can run.`];
  }
  return [`holdpoint report ${facts.newestRun?.id ?? ''}`, `The last run ${status}.`];
}
