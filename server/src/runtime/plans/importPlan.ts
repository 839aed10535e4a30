import { AppError } from '#protocol/errors';
import type { Json, JsonObject } from '#protocol/json';
import type { Caller, Checked, Result } from '#protocol/methods';
import type { Plan } from '#protocol/plan';
import type { Problem } from '#protocol/problem';
import type { PlanRow, PlanStepRow, SessionRow } from '#protocol/rows';
import { planHash, stepDigest } from '../../core/plan/planDigest';
import { sessionProfile } from '../../core/plan/sessionProfile';
import { requestPlanApproval } from '../approvals/requestPlanApproval';
import type { Context } from '../context';
import { commit, eventWrite, isoNow, newId, type Origin } from '../record/record';
import { carriable } from '../run/carryOver';
import { pickCaller } from '../run/startRun';
import type { Write } from '../storePort';
import { blastRadius, foresee, pastRuns } from './foresee';
import { missingPrograms } from './missingPrograms';
import { keepPlanBody } from './planBodies';
import { readPlan } from './readPlan';

/**
 * Stores a plan as the session's next version and puts its approval into the queue. Equal content imported again
 * changes nothing; a plan with any error stores nothing. Lead the session for it: each is the next version.
 */
export async function importPlan(
  context: Context,
  caller: Caller,
  session: SessionRow,
  params: Checked<'plan/import'>,
): Promise<Result<'plan/import'>> {
  const text = params.text ?? (params.plan === undefined ? '' : JSON.stringify(params.plan));
  const parsed = await readPlan(context, text, params.file_name, session.profile);
  const { plan } = parsed;
  if (!plan) {
    throw invalidPlan(parsed.problems, params.file_name);
  }
  const profile = sessionProfile(session.profile, plan.profile);
  const newest = await newestPlan(context, session.id);
  const hash = planHash(plan);
  const carried = [...((await carriable(context, session.id, plan, null))?.results.keys() ?? [])];
  const own = { profile, mode: session.mode, file: params.file_name, carried };
  const steps = await foresee(context, plan, own);
  const radius = blastRadius(context, plan, steps, await pastRuns(context, hash));
  const warnings = [...parsed.warnings, ...(await missingPrograms(context, plan, steps, parsed))];
  const given = params.version ?? parsed.version ?? undefined;
  if (newest?.hash === hash) {
    const { version, status } = newest;
    if (given !== version) {
      refuseVersion(given, version + 1);
    }
    return {
      session_id: session.id,
      version,
      status,
      hash,
      created: false,
      warnings,
      carried,
      blast_radius: radius,
    };
  }
  const version = (newest?.version ?? 0) + 1;
  refuseVersion(given, version);
  await keepPlanBody(context, plan);
  const planRow = await store(context, caller, session, plan, {
    version,
    hash,
    fileName: params.file_name,
    warnings,
  });
  return {
    session_id: session.id,
    version,
    status: planRow.status,
    hash,
    created: true,
    warnings,
    carried,
    blast_radius: radius,
  };
}

/** The newest version of a session's plan. */
export async function newestPlan(context: Context, sessionId: string): Promise<PlanRow | undefined> {
  const { items } = await context.ports.store.list('plans', {
    where: { session_id: sessionId },
    order: [{ by: 'version', desc: true }],
    limit: 1,
  });
  return items[0];
}

function invalidPlan(problems: readonly Problem[], fileName: string): AppError {
  const lines = problems.map(
    ({ line, column, code, message }) => `${fileName}:${line}:${column} ${code} ${message}`,
  );
  const count = `${lines.length} error${lines.length === 1 ? '' : 's'}`;
  return new AppError('PLAN_INVALID', `the plan has ${count}:\n${lines.join('\n')}`, {
    errors: problems,
    file_name: fileName,
  });
}

function refuseVersion(given: number | undefined, expected: number): void {
  if (given !== undefined && given !== expected) {
    throw new AppError('STATE_CONFLICT', `the next version is ${expected}, not ${given}`, {
      expected,
      given,
    });
  }
}

async function store(
  context: Context,
  caller: Caller,
  session: SessionRow,
  plan: Plan,
  own: {
    readonly version: number;
    readonly hash: string;
    readonly fileName: string;
    readonly warnings: readonly Problem[];
  },
): Promise<PlanRow> {
  const origin: Origin = { ...pickCaller(caller), session_id: session.id, run_id: null };
  const body = context.redactor.json(plan as unknown as JsonObject).value;
  const warnings = context.redactor.json(own.warnings as unknown as Json).value;
  const planRow: PlanRow = {
    id: newId(context, 'plan'),
    session_id: session.id,
    version: own.version,
    title: context.redactor.text(plan.title).text,
    hash: own.hash,
    body_json: JSON.stringify(body),
    warnings_json: JSON.stringify(warnings),
    status: 'draft',
    created_by: caller.actor,
    created_at: isoNow(context),
  };
  const imported = {
    type: 'plan.imported' as const,
    summary: `plan v${own.version} imported: ${plan.title}`,
    payload: {
      version: own.version,
      hash: own.hash,
      file: own.fileName,
      steps: plan.steps.length,
      warnings: own.warnings.length,
    },
  };
  await commit(context, [
    { op: 'insert', table: 'plans', row: planRow },
    ...plan.steps.map(
      (step, ord): Write => ({
        op: 'insert',
        table: 'plan_steps',
        row: stepRow(context, planRow, step, ord),
      }),
    ),
    { op: 'transition', table: 'plans', key: { id: planRow.id }, from: ['draft'], to: 'validated' },
    { op: 'update', table: 'sessions', key: { id: session.id }, set: { updated_at: isoNow(context) } },
    eventWrite(context, origin, imported),
    eventWrite(context, origin, {
      type: 'plan.validated',
      summary: `plan v${own.version} has no errors`,
      payload: { version: own.version },
    }),
  ]);
  const validated: PlanRow = { ...planRow, status: 'validated' };
  await requestPlanApproval(context, origin, { session, planRow: validated, plan });
  return (await context.ports.store.get('plans', { id: planRow.id })) ?? validated;
}

function stepRow(context: Context, planRow: PlanRow, step: Plan['steps'][number], ord: number): PlanStepRow {
  return {
    plan_id: planRow.id,
    step_id: step.id,
    ord,
    title: step.title,
    tool: step.uses,
    risk: step.risk ?? 'low',
    digest: stepDigest(step),
    def_json: JSON.stringify(context.redactor.json(step as unknown as JsonObject).value),
    created_at: planRow.created_at,
  };
}
