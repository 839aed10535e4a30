import { AppError } from '#protocol/errors';
import type { Json } from '#protocol/json';
import type { Step } from '#protocol/plan';
import type { StepRunRow } from '#protocol/rows';
import { canonicalJson } from '../../core/digest';
import { conditionHolds } from '../../core/expression/condition';
import { resolveReferences } from '../../core/expression/resolveReferences';
import { dependants } from '../../core/plan/graph';
import { isoNow } from '../record/record';
import type { ActiveRun } from './activeRun';
import { Unpreparable, unresolvedReferences } from './gate/prepare';
import type { Prepared } from './gate/prepared';
import { scopeOf } from './gate/scope';
import { type StepRun, stepRunOf } from './stepRun';

/** A fresh row for a step's visit. */
export function newStepRun(
  run: ActiveRun,
  stepId: string,
  visit: number,
  inputSha: string | null = null,
): StepRunRow {
  return {
    run_id: run.row.id,
    step_id: stepId,
    visit,
    status: 'pending',
    stopped: 0,
    attempts: 0,
    input_sha: inputSha,
    output_json: null,
    output_sha: null,
    carried_from: null,
    error_code: null,
    error_message: null,
    created_at: isoNow(run.context),
    started_at: null,
    ended_at: null,
  };
}

/** Queues a step out of turn (goto, loop) with its payload; steps behind it get new visits too. Bounded by `maxVisits`. */
export async function queueVisit(
  run: ActiveRun,
  stepId: string,
  payload: Json,
  maxVisits: number,
): Promise<void> {
  if (!(await enterWith(run, stepId, payload, maxVisits))) {
    return;
  }
  for (const id of dependants(run.plan, stepId)) {
    const behind = run.steps.get(id);
    if (behind && behind.row.visit > 0 && behind.row.status !== 'pending') {
      enterVisit(run, id, { maxVisits, isQueued: false });
    }
  }
}

/** After a visit that went well: the next item, or again while the condition holds. */
export async function revisit(run: ActiveRun, prepared: Prepared, stepRun: StepRun): Promise<void> {
  const { step, policy } = prepared;
  const { loop } = step;
  if (!loop) {
    return;
  }
  const max = loop.max_visits ?? policy.limits.max_visits;
  const scope = scopeOf(run, step, stepRun, policy.permissions.env_allow);
  if (loop.items !== null) {
    const found = loopItems(run, step, stepRun);
    const next = Array.isArray(found) ? found[stepRun.row.visit] : undefined;
    if (next !== undefined) {
      await enterWith(run, step.id, next, max);
    }
    return;
  }
  if (loop.while !== null) {
    const again = conditionHolds(loop.while, scope, [loop.as]);
    if ('value' in again && again.value === true) {
      await enterWith(run, step.id, stepRun.payload ?? null, max);
    }
  }
}

/** The items of a `loop`, resolved from what the run holds now; a refusal where they have no value or are no list. */
export function loopItems(run: ActiveRun, step: Step, stepRun: StepRun): Json[] | Unpreparable {
  const found = resolveReferences(step.loop?.items ?? null, scopeOf(run, step, stepRun, []));
  if ('unresolved' in found) {
    return unresolvedReferences(step, found.unresolved);
  }
  if (Array.isArray(found.value)) {
    return found.value as Json[];
  }
  const error = new AppError('INPUT_INVALID', `step ${step.id}: the items of its loop are no list`, {
    step_id: step.id,
  });
  return new Unpreparable(error, 'input_invalid');
}

/** Begins a new visit of a step whose newest one has ended; answers false when the bound is reached. */
export function enterVisit(
  run: ActiveRun,
  stepId: string,
  visit: {
    readonly maxVisits: number;
    readonly isQueued: boolean;
    readonly payload?: Json;
    readonly payloadSha?: string;
  },
): boolean {
  const current = run.steps.get(stepId);
  if (current?.row.status === 'pending') {
    current.isQueued ||= visit.isQueued;
    run.board.changed(current);
    return true;
  }
  const number = (current?.row.visit ?? 0) + 1;
  if (number > visit.maxVisits) {
    const message = `max_visits_reached: step ${stepId} was visited ${visit.maxVisits} times`;
    run.fail({ code: 'max_visits_reached', message, stepId, errorClass: 'policy' });
    return false;
  }
  const row = newStepRun(run, stepId, number, visit.payloadSha ?? null);
  run.add({ op: 'insert', table: 'step_runs', row });
  run.enter({ ...stepRunOf(row), isQueued: visit.isQueued, payload: visit.payload });
  return true;
}

async function enterWith(run: ActiveRun, stepId: string, payload: Json, maxVisits: number): Promise<boolean> {
  const payloadSha = await run.context.ports.content.put(new TextEncoder().encode(canonicalJson(payload)));
  return enterVisit(run, stepId, { maxVisits, isQueued: true, payload, payloadSha });
}
