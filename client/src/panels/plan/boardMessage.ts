import type { ApprovalView } from '#protocol/methods/approvals';
import type { StepView } from '#protocol/methods/runs';
import { visible } from '#protocol/shown/visible';
import type { BoardProgress, BoardRun, PlanBoard } from '#protocol/views/plan';
import { told } from '../../shown/told';
import { boardInputs } from './boardInputs';
import { boardSteps, planOf } from './boardSteps';
import { isLive } from './planBars';
import type { PlanFacts, RunFacts } from './planFacts';

/** A plan version as its board is told of it. */
export function boardMessage(facts: PlanFacts): PlanBoard {
  const { shown, versions, difference } = facts;
  const plan = planOf(shown.plan);
  const radius = shown.blast_radius;
  return {
    title: visible(shown.title),
    goal: plan.goal === null ? null : visible(plan.goal),
    acceptance: plan.acceptance.map(visible),
    version: shown.version,
    versions: versions.map(({ version, status }) => ({ version, status })),
    hash: shown.hash,
    status: shown.status,
    profile: plan.profile,
    executor: plan.executor,
    created_by: visible(shown.created_by),
    created_at: shown.created_at,
    can_cover_steps: plan.profile !== 'strict' && facts.session.safety_profile !== 'strict',
    ...decisionOf(facts.approval),
    steps: boardSteps(plan, radius),
    inputs: boardInputs(plan.inputs),
    files: radius.files.map(visible),
    commands: radius.commands.map(visible),
    hosts: radius.hosts.map(visible),
    expected_prompts: radius.expected_prompts,
    past: { runs: radius.past_runs, duration_ms: radius.past_duration_ms },
    difference: difference === null ? null : { ...difference, from: difference.from },
    warnings: shown.warnings.map(({ line, column, message }) => ({
      place: `${line}:${column}`,
      message: visible(told(message)),
    })),
    failure: failureOf(facts),
  };
}

/** The run of a board with its steps; `null` when the version has not run. */
export function runMessage(facts: RunFacts | null): BoardRun | null {
  if (facts === null) {
    return null;
  }
  const { run, pending } = facts;
  const waiting = new Map(pending.map(({ step_id, approval_id }) => [step_id, approval_id]));
  return {
    run_id: run.run_id,
    status: run.status,
    is_dry: run.mode === 'dry_run',
    is_live: isLive(facts),
    started_at: run.started_at,
    ended_at: run.ended_at,
    end_message: run.end_reason === null ? null : visible(told(run.end_reason.message)),
    steps: run.steps.map((step) => progressOf(step, waiting.get(step.step_id) ?? null)),
  };
}

function progressOf(step: StepView, approvalId: string | null): BoardProgress {
  return {
    step_id: step.step_id,
    status: step.status,
    attempts: step.attempts,
    visit: step.visit,
    error: step.error === null ? null : visible(told(step.error.message)),
    started_at: step.started_at,
    ended_at: step.ended_at,
    is_carried: step.carried_from !== null,
    approval_id: approvalId,
  };
}

function decisionOf(approval: ApprovalView | null): Pick<PlanBoard, 'decided' | 'votes'> {
  if (approval === null) {
    return { decided: null, votes: null };
  }
  const { status, actor, source, decided_at, reason, votes, required } = approval;
  return {
    decided:
      decided_at === null
        ? null
        : {
            status,
            actor: actor === null ? null : visible(actor),
            source,
            at: decided_at,
            reason: reason === null ? null : visible(reason),
          },
    votes: required > 1 ? { given: votes.length, required } : null,
  };
}

function failureOf({ failedRun }: PlanFacts): PlanBoard['failure'] {
  if (failedRun === null) {
    return null;
  }
  const bad = ['failed', 'timed_out', 'denied'];
  const step = failedRun.steps.findLast(({ stopped, status }) => stopped || bad.includes(status));
  return {
    run_id: failedRun.run_id,
    version: failedRun.plan_version,
    step_id: step?.step_id ?? null,
    message: visible(told(step?.error?.message ?? failedRun.end_reason?.message ?? '')),
  };
}
