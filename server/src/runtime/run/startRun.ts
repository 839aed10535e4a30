import { AppError } from '#protocol/errors';
import type { JsonObject } from '#protocol/json';
import type { Caller, Checked } from '#protocol/methods';
import type { Plan } from '#protocol/plan';
import type { EffectivePolicy, PolicySettings, Profile } from '#protocol/policy';
import type { PlanRow, RunRow, SessionRow } from '#protocol/rows';
import { canonicalJson, digest, sha256Hex } from '../../core/digest';
import { checkInputs } from '../../core/plan/checkInputs';
import { sessionProfile } from '../../core/plan/sessionProfile';
import { missingExecutor } from '../../core/plan/warnings/missingPlaces';
import { unlistedVariables } from '../../core/plan/warnings/unlistedVariables';
import { overrideMessages, policyFromMap } from '../../core/policy/policyFromMap';
import { policySnapshotOf } from '../../core/report/policySnapshot';
import type { Context } from '../context';
import { chosenProfile } from '../plans/chosenProfile';
import { planApproval } from '../plans/planApprovals';
import { effectivePolicy, ownLayer } from '../plans/policies';
import { refuseLostGoto } from '../plans/refusePolicy';
import { heldUnlessRefused } from '../record/bytes/heldBytes';
import { isoNow, type Origin } from '../record/record';
import { serviceName } from '../record/span';
import { lendSlot } from '../slots';
import type { Write } from '../storePort';
import { ActiveRun, type RunOptions } from './activeRun';
import { carryOver } from './carryOver';
import { rootSpan } from './spans/rootSpan';

/** A session's approved plan, ready to run. */
export interface Runnable {
  readonly session: SessionRow;
  readonly planRow: PlanRow;
  readonly plan: Plan;
}

/** Creates a run of an approved plan with its rows, spans and carried results; nothing of it has been carried out yet. */
export function createRun(
  home: Context,
  caller: Caller,
  runnable: Runnable,
  params: Checked<'run/start'>,
): Promise<ActiveRun> {
  return heldUnlessRefused(home, (context) => newRun(context, caller, runnable, params));
}

async function newRun(
  home: Context,
  caller: Caller,
  runnable: Runnable,
  params: Checked<'run/start'>,
): Promise<ActiveRun> {
  const { session, planRow, plan } = runnable;
  refusePolicy(caller, params.policy);
  const inputs = checkedInputs(plan, params.inputs);
  const cli = params.policy === undefined ? undefined : cliPolicy(params.policy);
  const floor = sessionProfile(session.profile, plan.profile);
  const profile = chosenProfile(caller, floor, params.profile, 'this session and plan ask for');
  const options: RunOptions = {
    cli,
    env: params.env,
    stageRetries: params.max_stage_retries ?? null,
    confirmHighRisk: params.confirm_high_risk,
  };
  refuseExecutor(plan, params);
  const approval = await planApproval(home, runnable);
  const policy = await effectivePolicy(home, {
    profile,
    plan: ownLayer('plan', `plan v${planRow.version}`, plan.policy),
    cli,
  });
  refuseUnlisted(plan, policy);
  refuseLostGoto(plan, policy);
  const runId = newRunId(home);
  const { context, slotId } = await lendSlot(home, runId, { session, plan, asked: params.slot });
  const base = await context.ports.git.head();
  const baseCommit = base?.commit ?? null;
  const row = runRow(context, runnable, params, { runId, slotId, profile, inputs, baseCommit });
  const origin: Origin = { ...pickCaller(caller), session_id: session.id, run_id: row.id };
  const root = await rootSpan({ home, context, base }, { row, plan, planRow, service: params.service_name });
  root.underPolicy(policySnapshotOf(policy));
  const coversRemaining = approval.scope === 'remaining' && profile !== 'strict';
  const kept = {
    policy,
    cli_sha: cli === undefined ? null : await keepJson(context, cli as unknown as JsonObject),
    stage_retries: options.stageRetries,
    covers_remaining: coversRemaining,
    base_commit: base?.commit ?? null,
    tool_versions: toolVersions(context),
  };
  const shown = context.redactor.json(kept as unknown as JsonObject).value;
  const stored = { ...row, policy_json: JSON.stringify(shown) };
  await keepJson(context, inputs);
  const run = new ActiveRun({
    context,
    plan,
    planRow,
    inputs,
    options,
    origin,
    root,
    baseCommit: base?.commit ?? null,
    coversRemaining,
    policy,
    row: stored,
  });
  begin(run, approval.span(root.place));
  await carryOver(run);
  await run.flush();
  return run;
}

/** A policy of the run's own may loosen as its profile may, so it comes from those who may approve. */
function refusePolicy(caller: Caller, policy: JsonObject | undefined): void {
  if (policy !== undefined && caller.role !== 'approver') {
    const text = `a policy for one run needs the role approver; ${caller.actor} is ${caller.role}`;
    throw new AppError('FORBIDDEN', text);
  }
}

/** Actor and door of a caller, as an origin carries them. */
export function pickCaller(caller: Caller): Pick<Origin, 'actor' | 'source' | 'client_message_id'> {
  return { actor: caller.actor, source: caller.source, client_message_id: caller.client_message_id };
}

function begin(run: ActiveRun, approvalWrites: readonly Write[]): void {
  run.add({ op: 'insert', table: 'runs', row: run.row }, run.root.opened(), ...approvalWrites);
  run.record({
    type: 'run.created',
    summary: `run ${run.row.id} of plan v${run.planRow.version}: ${run.plan.title}`,
    payload: {
      plan_hash: run.planRow.hash,
      profile: run.row.profile,
      mode: run.row.mode,
      fingerprint: run.row.fingerprint,
      service: serviceName,
    },
    span_id: run.root.id,
  });
  run.moveRun('preparing');
  run.moveRun('running', { started_at: isoNow(run.context) });
  run.record({ type: 'run.started', summary: `run ${run.row.id} started`, span_id: run.root.id });
}

function checkedInputs(plan: Plan, given: JsonObject): JsonObject {
  const { inputs, problems } = checkInputs(plan.inputs, given);
  if (problems.length > 0) {
    const text = problems.map(({ path, message }) => `${path || '/'}: ${message}`).join('; ');
    throw new AppError('INPUT_INVALID', `inputs are wrong: ${text}`, { errors: problems });
  }
  return inputs;
}

function cliPolicy(map: JsonObject): PolicySettings {
  const { settings, problems } = policyFromMap(map);
  if (problems.length > 0) {
    throw new AppError('POLICY_INVALID', overrideMessages(problems).join('\n'), { errors: problems });
  }
  return settings;
}

function refuseExecutor(plan: Plan, params: Checked<'run/start'>): void {
  const executor = params.executor ?? plan.executor;
  const missing = missingExecutor(executor);
  if (missing !== null) {
    throw new AppError('EXECUTOR_REQUIRED', missing, { executor });
  }
}

/** The program and the tools that plans could use: part of what makes a run what it is (LOG-20). */
function toolVersions({ server, tools, disabledTools }: Context): JsonObject {
  const names = [...tools.keys()].filter((name) => !disabledTools.has(name));
  return { holdpoint: server.version, tools: names.sort() };
}

/** Keeps what must come back exactly as it was, unredacted, where nothing is exported; answers its sha256. */
function keepJson({ ports }: Context, value: JsonObject): Promise<string> {
  return ports.content.put(new TextEncoder().encode(canonicalJson(value)));
}

/** Variables that no layer lets in refuse the run before anything of it starts. */
function refuseUnlisted(plan: Plan, policy: EffectivePolicy): void {
  const problems = unlistedVariables(plan, policy.permissions.env_allow);
  if (problems.length > 0) {
    const text = problems.map(({ path, message }) => `${path}: ${message}`).join('; ');
    throw new AppError('PLAN_INVALID', `the plan cannot be run: ${text}`, { errors: problems });
  }
}

function newRunId({ ports }: Context): string {
  const now = new Date(ports.clock.now()).toISOString();
  return `run-${now.replace(/[-:]/g, '').replace('T', '-').slice(0, 15)}-${ports.ids.hex(3)}`;
}

function runRow(
  context: Context,
  { session, planRow, plan }: Runnable,
  params: Checked<'run/start'>,
  own: {
    readonly runId: string;
    readonly slotId: string;
    readonly profile: Profile;
    readonly inputs: JsonObject;
    readonly baseCommit: string | null;
  },
): RunRow {
  const { ids } = context.ports;
  const now = isoNow(context);
  return {
    id: own.runId,
    trace_id: ids.hex(16),
    session_id: session.id,
    plan_id: planRow.id,
    plan_hash: planRow.hash,
    batch_id: null,
    batch_index: null,
    parent_run_id: params.parent_run_id ?? null,
    inputs_sha: sha256Hex(new TextEncoder().encode(canonicalJson(own.inputs))),
    fingerprint: digest({
      plan: planRow.hash,
      inputs: own.inputs,
      tools: toolVersions(context),
      base: own.baseCommit,
    }),
    mode: params.dry_run || session.mode === 'dry_run' ? 'dry_run' : 'normal',
    profile: own.profile,
    stepping: params.stepping,
    executor: plan.executor,
    slot_id: own.slotId,
    status: 'queued',
    end_code: null,
    end_message: null,
    experimental: 0,
    policy_json: '{}',
    created_at: now,
    started_at: null,
    ended_at: null,
  };
}
