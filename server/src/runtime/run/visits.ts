import type { Json } from '#protocol/json';
import type { Step } from '#protocol/plan';
import type { StepRunRow } from '#protocol/rows';
import { canonicalJson } from '../../core/digest';
import { conditionHolds } from '../../core/expression/condition';
import { resolveReferences } from '../../core/expression/resolveReferences';
import { dependants } from '../../core/plan/graph';
import { isoNow } from '../record';
import type { ActiveRun, StepRun } from './activeRun';
import type { Prepared } from './prepared';
import { scopeOf } from './scope';

/** A fresh row for a step's visit. */
export function newStepRun(run: ActiveRun, stepId: string, visit: number, inputSha: string | null = null): StepRunRow {
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

/** A visit in memory. */
export function stepRunOf(row: StepRunRow): StepRun {
  return {
    row,
    skipReason: null,
    handled: null,
    route: null,
    isQueued: false,
    payload: undefined,
    output: undefined,
    span: null,
    approvalId: null,
    mustAsk: false,
    blocked: null,
    staleCause: null,
    needsConfirmation: false,
  };
}

/** Queues a step out of turn (goto, loop) with its payload; steps behind it get new visits too. Bounded by `maxVisits`. */
export async function queueVisit(run: ActiveRun, stepId: string, payload: Json, maxVisits: number): Promise<void> {
  if (!(await enter(run, stepId, payload, maxVisits, true))) {
    return;
  }
  for (const id of dependants(run.plan, stepId)) {
    const behind = run.steps.get(id);
    if (behind && behind.row.visit > 0 && behind.row.status !== 'pending') {
      await enter(run, id, undefined, maxVisits, false);
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
    const items = loopItems(run, step, stepRun);
    const next = items[stepRun.row.visit];
    if (next !== undefined) {
      await enter(run, step.id, next, max, true);
    }
    return;
  }
  if (loop.while !== null) {
    const again = conditionHolds(loop.while, scope, [loop.as]);
    if ('value' in again && again.value === true) {
      await enter(run, step.id, stepRun.payload ?? null, max, true);
    }
  }
}

/** The items of a `loop`, resolved from what the run holds now. */
export function loopItems(run: ActiveRun, step: Step, stepRun: StepRun | undefined): readonly Json[] {
  const found = resolveReferences(step.loop?.items ?? null, scopeOf(run, step, stepRun, []));
  return 'value' in found && Array.isArray(found.value) ? (found.value as readonly Json[]) : [];
}

async function enter(
  run: ActiveRun,
  stepId: string,
  payload: Json | undefined,
  maxVisits: number,
  isQueued: boolean,
): Promise<boolean> {
  const current = run.steps.get(stepId);
  if (current?.row.status === 'pending') {
    current.isQueued ||= isQueued;
    return true;
  }
  const visit = (current?.row.visit ?? 0) + 1;
  if (visit > maxVisits) {
    const message = `step ${stepId} was visited ${maxVisits} times`;
    run.fail({ code: 'max_visits_reached', message, stepId, errorClass: 'policy' });
    return false;
  }
  const sha =
    payload === undefined
      ? null
      : await run.context.ports.content.put(new TextEncoder().encode(canonicalJson(payload)));
  const row = newStepRun(run, stepId, visit, sha);
  run.add({ op: 'insert', table: 'step_runs', row });
  run.steps.set(stepId, { ...stepRunOf(row), isQueued, payload });
  return true;
}
