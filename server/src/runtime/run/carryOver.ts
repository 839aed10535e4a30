import type { Json } from '#protocol/json';
import type { Plan } from '#protocol/plan';
import type { RunRow, StepRunRow } from '#protocol/rows';
import { liveWrites } from '../../core/change/liveWrites';
import { topologicalOrder } from '../../core/plan/graph';
import { unchangedSteps } from '../../core/plan/planDigest';
import { allWrites } from '../checkpoints/allWrites';
import type { Context } from '../context';
import { storedPlanBody } from '../plans/planBodies';
import { isoNow } from '../record/record';
import { storedJson } from '../record/views';
import type { ActiveRun } from './activeRun';
import { routeOf } from './step/stepEnd';
import { stepRunOf } from './stepRun';
import { newStepRun } from './visits';

/** What a new plan version may take over from the session's last run. */
export interface CarryOver {
  readonly last: RunRow;
  /** Steps whose own and whose ancestors' digests did not change. */
  readonly unchanged: ReadonlySet<string>;
  /** Those of them that succeeded, as did all before them, and whose writes still stand; in plan order. */
  readonly results: ReadonlyMap<string, StepRunRow>;
}

/** Works out what a plan would take over if it ran now with the inputs of the last run. */
export async function carriable(
  context: Context,
  sessionId: string,
  plan: Plan,
  planId: string | null,
): Promise<CarryOver | null> {
  const last = await lastRun(context, sessionId);
  if (!last || last.plan_id === planId) {
    return null;
  }
  const oldPlan = await storedPlanBody(context, last.plan_hash);
  if (!oldPlan) {
    return null;
  }
  const unchanged = unchangedSteps(oldPlan, plan);
  const succeeded = await succeededSteps(context, last);
  const undone = await undoneSteps(context, last);
  const results = new Map<string, StepRunRow>();
  for (const id of topologicalOrder(plan)) {
    const row = succeeded.get(id);
    const needs = plan.steps.find((step) => step.id === id)?.needs ?? [];
    if (row && unchanged.has(id) && !undone.has(id) && needs.every((need) => results.has(need))) {
      results.set(id, row);
    }
  }
  return { last, unchanged, results };
}

/** Takes over what a new plan version left untouched, when the run has the inputs of the one before. */
export async function carryOver(run: ActiveRun): Promise<void> {
  const found = await carriable(run.context, run.row.session_id, run.plan, run.planRow.id);
  if (!found || found.last.inputs_sha !== run.row.inputs_sha) {
    return;
  }
  run.inherits = { runId: found.last.id, unchanged: found.unchanged };
  for (const [id, row] of found.results) {
    await carry(run, id, row, found.last);
  }
}

async function lastRun({ ports }: Context, sessionId: string): Promise<RunRow | undefined> {
  const { items } = await ports.store.list('runs', {
    where: { session_id: sessionId },
    order: [{ by: 'created_at', desc: true }],
    limit: 1,
  });
  return items[0];
}

async function succeededSteps({ ports }: Context, last: RunRow): Promise<Map<string, StepRunRow>> {
  const { items } = await ports.store.list('step_runs', {
    where: { run_id: last.id },
    order: [{ by: 'visit' }],
    limit: null,
  });
  const newest = new Map(items.map((row) => [row.step_id, row]));
  return new Map([...newest].filter(([, row]) => row.status === 'succeeded'));
}

/** Steps of a run whose writes were taken back since: their results no longer describe the files. */
async function undoneSteps(context: Context, last: RunRow): Promise<Set<string>> {
  const writes = await allWrites(context);
  const { isLive } = liveWrites(writes);
  const dead = writes.filter((write) => write.run_id === last.id && !isLive(write));
  return new Set(dead.flatMap(({ step_id }) => step_id ?? []));
}

async function carry(run: ActiveRun, id: string, old: StepRunRow, last: RunRow): Promise<void> {
  const row: StepRunRow = {
    ...newStepRun(run, id, 1, old.input_sha),
    status: 'succeeded',
    attempts: old.attempts,
    output_json: old.output_json,
    output_sha: old.output_sha,
    carried_from: old.carried_from ?? last.id,
    // It took its time in the run that it is taken from.
    started_at: null,
    ended_at: isoNow(run.context),
  };
  const stepRun = stepRunOf(row);
  stepRun.output = await fullOutput(run, old);
  stepRun.route = routeOf(run.step(id).uses, stepRun.output);
  run.enter(stepRun);
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
export async function fullOutput(
  run: ActiveRun,
  row: Pick<StepRunRow, 'output_json' | 'output_sha'>,
): Promise<Json> {
  const bytes = row.output_sha === null ? undefined : await run.context.ports.content.get(row.output_sha);
  return bytes ? (JSON.parse(new TextDecoder().decode(bytes)) as Json) : storedJson(row.output_json);
}
