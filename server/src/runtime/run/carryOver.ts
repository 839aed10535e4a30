import type { Json } from '#protocol/json';
import type { Plan } from '#protocol/plan';
import type { RunRow, StepRunRow } from '#protocol/rows';
import { unchangedSteps } from '../../core/plan/planDigest';
import { storedPlanBody } from '../plans/planBodies';
import { isoNow } from '../record/record';
import { storedJson } from '../record/views';
import type { ActiveRun } from './activeRun';
import { routeOf } from './step/stepEnd';
import { newStepRun, stepRunOf } from './visits';

/**
 * Takes over from the session's last run what a new plan version left untouched: results of succeeded steps whose
 * own and whose ancestors' digests are unchanged, for the same inputs, unless a rollback took their writes back.
 */
export async function carryOver(run: ActiveRun): Promise<void> {
  const last = await lastRun(run);
  if (!last || last.plan_id === run.planRow.id || last.inputs_sha !== run.row.inputs_sha) {
    return;
  }
  const oldPlan = await storedPlanBody(run.context, last.plan_hash);
  if (!oldPlan) {
    return;
  }
  const undone = await undoneSteps(run, last);
  const results = await succeeded(run, last);
  for (const id of carriedIds(oldPlan, run.plan, results, undone)) {
    const row = results.get(id);
    if (row) {
      await carry(run, id, row, last);
    }
  }
}

async function lastRun(run: ActiveRun): Promise<RunRow | undefined> {
  const { items } = await run.context.ports.store.list('runs', {
    where: { session_id: run.row.session_id },
    order: [{ by: 'created_at', desc: true }],
    limit: 1,
  });
  return items[0];
}

/** Steps whose result may be taken over: unchanged, succeeded, and so are all steps before them. */
function carriedIds(
  oldPlan: Plan,
  plan: Plan,
  results: ReadonlyMap<string, StepRunRow>,
  undone: ReadonlySet<string>,
): string[] {
  const unchanged = unchangedSteps(oldPlan, plan);
  const carried = new Set<string>();
  const fits = (id: string) => unchanged.has(id) && results.has(id) && !undone.has(id);
  let before = -1;
  while (carried.size !== before) {
    before = carried.size;
    for (const step of plan.steps) {
      if (fits(step.id) && step.needs.every((need) => carried.has(need))) {
        carried.add(step.id);
      }
    }
  }
  return plan.steps.map(({ id }) => id).filter((id) => carried.has(id));
}

async function succeeded(run: ActiveRun, last: RunRow): Promise<Map<string, StepRunRow>> {
  const { items } = await run.context.ports.store.list('step_runs', {
    where: { run_id: last.id },
    order: [{ by: 'visit' }],
    limit: null,
  });
  const newest = new Map(items.map((row) => [row.step_id, row]));
  return new Map([...newest].filter(([, row]) => row.status === 'succeeded'));
}

async function undoneSteps(run: ActiveRun, last: RunRow): Promise<Set<string>> {
  const { items } = await run.context.ports.store.list('writes', { where: { run_id: last.id }, limit: null });
  return new Set(
    items.flatMap(({ undone_by, step_id }) => (undone_by !== null && step_id !== null ? [step_id] : [])),
  );
}

async function carry(run: ActiveRun, id: string, old: StepRunRow, last: RunRow): Promise<void> {
  const row: StepRunRow = {
    ...newStepRun(run, id, 1, old.input_sha),
    status: 'succeeded',
    attempts: old.attempts,
    output_json: old.output_json,
    output_sha: old.output_sha,
    carried_from: old.carried_from ?? last.id,
    started_at: old.started_at,
    ended_at: isoNow(run.context),
  };
  const stepRun = stepRunOf(row);
  stepRun.output = await fullOutput(run, old);
  stepRun.route = routeOf(run.step(id).uses, stepRun.output);
  run.steps.set(id, stepRun);
  run.add({ op: 'insert', table: 'step_runs', row });
  run.record({
    type: 'step.succeeded',
    summary: `step ${id} carried over from ${row.carried_from}`,
    payload: { carried_from: row.carried_from },
    step_id: id,
    span_id: run.root.id,
  });
}

/** A stored output in full. */
export async function fullOutput(run: ActiveRun, row: StepRunRow): Promise<Json> {
  const bytes = row.output_sha === null ? undefined : await run.context.ports.content.get(row.output_sha);
  return bytes ? (JSON.parse(new TextDecoder().decode(bytes)) as Json) : storedJson(row.output_json);
}
