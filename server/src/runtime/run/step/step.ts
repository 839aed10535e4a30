import type { Step } from '#protocol/plan';
import { conditionHolds } from '../../../core/expression/condition';
import type { SkipReason } from '../../../core/run/readiness';
import type { ActiveRun } from '../activeRun';
import { gate, refusal } from '../gate/gate';
import { Unpreparable } from '../gate/prepare';
import { scopeOf } from '../gate/scope';
import { subjectId } from '../gate/subject';
import { openStepSpan } from '../spans/stepSpans';
import { type StepRun, stepRunOf } from '../stepRun';
import { loopItems, newStepRun, queueVisit } from '../visits';
import { denyStep, skipStep } from './stepClose';
import { workStep } from './stepWork';
import { runChecks } from './verify';

/**
 * Takes one ready step as far as it goes now: condition, preconditions, gate, work. It ends terminal, or waiting
 * for an approval.
 */
export async function advanceStep(run: ActiveRun, id: string): Promise<void> {
  const step = run.step(id);
  const stepRun = entered(run, step);
  if (stepRun.row.status === 'pending') {
    if (!(await mayEnter(run, step, stepRun))) {
      return;
    }
    run.moveStep(stepRun, 'ready');
    openStepSpan(run, step, stepRun);
    run.record({
      type: 'step.ready',
      level: 'debug',
      summary: `step ${id} is ready`,
      step_id: id,
      span_id: stepRun.span?.id ?? null,
    });
  }
  if (!stepRun.span) {
    openStepSpan(run, step, stepRun);
  }
  const unmet = await runChecks(run, id, step.preconditions, { output: null, exitCode: null });
  if (unmet.length > 0) {
    const text = unmet.map(({ name, details }) => `${name}: ${details}`).join('; ');
    denyStep(run, step, stepRun, 'STATE_CONFLICT', `precondition failed: ${text}`, 'precondition_failed');
    return;
  }
  const rejection = run.rejected.get(subjectId(stepRun.row));
  if (rejection !== undefined) {
    denyStep(run, step, stepRun, 'APPROVAL_REJECTED', rejection, 'approval_rejected');
    return;
  }
  let hasEnded = false;
  while (!hasEnded) {
    hasEnded = await passGate(run, step, stepRun);
  }
}

/** Does what the gate says; answers false when what it said holds no more: then it is asked again. */
async function passGate(run: ActiveRun, step: Step, stepRun: StepRun): Promise<boolean> {
  const { id } = step;
  const answer = await gate(run, step, stepRun);
  if (answer.kind === 'changed') {
    return false;
  }
  if (answer.kind === 'refuse' && answer.code === 'DRY_RUN_BLOCKED') {
    blockDryRun(run, id, stepRun, answer.message);
  } else if (answer.kind === 'refuse') {
    denyStep(run, step, stepRun, answer.code, answer.message, answer.reason);
  } else if (answer.kind === 'wait') {
    await run.flush();
  } else {
    return await workStep(run, stepRun, answer.prepared, answer.approval);
  }
  return true;
}

/** A dry run does everything but the work: by hand the step stays ready, by itself the run goes on without it. */
function blockDryRun(run: ActiveRun, id: string, stepRun: StepRun, message: string): void {
  stepRun.blocked = message;
  if (run.row.stepping === 'auto') {
    skipStep(run, id, 'dry_run');
  }
}

function entered(run: ActiveRun, step: Step): StepRun {
  const known = run.steps.get(step.id);
  if (known) {
    return known;
  }
  const row = newStepRun(run, step.id, 1);
  run.add({ op: 'insert', table: 'step_runs', row });
  const stepRun = stepRunOf(row);
  run.enter(stepRun);
  return stepRun;
}

/** Whether the step's condition and loop let it start; a false condition skips it or goes elsewhere. */
async function mayEnter(run: ActiveRun, step: Step, stepRun: StepRun): Promise<boolean> {
  if (step.loop?.items && stepRun.payload === undefined && !hasFirstItem(run, step, stepRun)) {
    return false;
  }
  for (const { condition, reason } of conditionsOf(step, stepRun)) {
    const scope = scopeOf(run, step, stepRun, run.policy.permissions.env_allow);
    const verdict = conditionHolds(condition, scope, step.loop ? [step.loop.as] : []);
    if ('error' in verdict) {
      const { message } = verdict.error;
      const said = reason === 'when_false' ? `when: ${message}` : `while: ${message}`;
      denyStep(run, step, moved(run, stepRun), 'REFERENCE_UNRESOLVED', said, 'condition_unresolved');
      return false;
    }
    if (verdict.value !== true) {
      await leaveOut(run, step, reason);
      return false;
    }
  }
  return true;
}

/** What must hold for a visit to begin: the step's `when`, and the `while` of its loop before the first round. */
function conditionsOf({ when, loop }: Step, { row }: StepRun) {
  const first = row.visit === 1 ? (loop?.while ?? null) : null;
  return [
    ...(when === null ? [] : [{ condition: when, reason: 'when_false' as const }]),
    ...(first === null ? [] : [{ condition: first, reason: 'loop_empty' as const }]),
  ];
}

async function leaveOut(run: ActiveRun, step: Step, reason: SkipReason): Promise<void> {
  skipStep(run, step.id, reason);
  if (step.else.action === 'goto') {
    await queueVisit(run, step.else.target, null, run.policy.limits.max_visits);
  }
}

/** Takes the first item of a loop; without one the step is skipped, without a list it is refused. */
function hasFirstItem(run: ActiveRun, step: Step, stepRun: StepRun): boolean {
  const items = loopItems(run, step, stepRun);
  if (items instanceof Unpreparable) {
    const { code, message, reason } = refusal(run, step, stepRun, items);
    denyStep(run, step, moved(run, stepRun), code, message, reason);
    return false;
  }
  const [first] = items;
  if (first === undefined) {
    skipStep(run, step.id, 'loop_empty');
    return false;
  }
  stepRun.payload = first;
  return true;
}

function moved(run: ActiveRun, stepRun: StepRun): StepRun {
  run.moveStep(stepRun, 'ready');
  return stepRun;
}
