import { AppError } from '#protocol/errors';
import type { JsonObject } from '#protocol/json';
import type { Plan } from '#protocol/plan';
import type { ApprovalRow, RunRow } from '#protocol/rows';
import type { RunHistory } from '../../core/report/runHistory';
import type { Context } from '../context';

/** Reads everything that the record holds about one run. */
export async function runHistory(context: Context, run: RunRow): Promise<RunHistory> {
  const { store } = context.ports;
  const where = { run_id: run.id };
  const order = [{ by: 'created_at' }] as const;
  const [planRow, steps, attempts, decisions, approvals, artifacts, spans] = await Promise.all([
    store.get('plans', { id: run.plan_id }),
    store.list('step_runs', { where, order, limit: null }),
    store.list('attempts', { where, order, limit: null }),
    store.list('decisions', { where, order, limit: null }),
    approvalsOfRun(context, run),
    store.list('artifacts', { where, order, limit: null }),
    store.list('spans', { where: { trace_id: run.trace_id }, order: [{ by: 'start_us' }], limit: null }),
  ]);
  if (planRow === undefined) {
    throw new AppError('NOT_FOUND', `the plan of run ${run.id} is no longer in the record`);
  }
  return {
    inputs: context.redactor.json(await runInputs(context, run)).value as JsonObject,
    run,
    planRow,
    plan: JSON.parse(planRow.body_json) as Plan,
    steps: steps.items,
    attempts: attempts.items,
    decisions: decisions.items,
    approvals,
    artifacts: artifacts.items,
    spans: spans.items,
  };
}

/** Who was asked about a run, and before it about its plan: those belong to the session, as they are made before there is a run. */
export async function approvalsOfRun({ ports }: Context, { id, plan_id }: RunRow): Promise<ApprovalRow[]> {
  const order = [{ by: 'created_at' }] as const;
  const [ofPlan, ofRun] = await Promise.all(
    [{ subject_type: 'plan', subject_id: plan_id } as const, { run_id: id }].map((where) =>
      ports.store.list('approvals', { where, order, limit: null }),
    ),
  );
  return [...(ofPlan?.items ?? []), ...(ofRun?.items ?? [])];
}

/** What a run was given, in full; nothing once those bytes are gone. */
export async function runInputs({ ports }: Context, { inputs_sha }: RunRow): Promise<JsonObject> {
  const bytes = await ports.content.get(inputs_sha);
  return bytes ? (JSON.parse(new TextDecoder().decode(bytes)) as JsonObject) : {};
}
