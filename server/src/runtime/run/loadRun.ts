import { AppError } from '#protocol/errors';
import type { Json, JsonObject } from '#protocol/json';
import type { PolicySettings } from '#protocol/policy';
import type { RunRow, SpanRow, StepRunRow } from '#protocol/rows';
import { waitedUs } from '../../core/report/activeTime';
import { skipReasons } from '../../core/run/readiness';
import { stepReliability } from '../../core/run/stepPolicy';
import { approvalSpanNames } from '../approvals/approvalSpans';
import type { Context } from '../context';
import { revokedMessage } from '../plans/planApprovals';
import { planBody } from '../plans/planBodies';
import { effectivePolicy, ownLayer } from '../plans/policies';
import type { Origin } from '../record/record';
import { Span } from '../record/span';
import { storedJson } from '../record/views';
import { slotContext } from '../slots';
import { ActiveRun, type StepRun } from './activeRun';
import { fullOutput } from './carryOver';
import { rejectedMessage } from './step/stepClose';
import { isLooping, routeOf } from './step/stepEnd';
import { stepRunOf } from './visits';

interface KeptOptions {
  /** Name of the command line's settings in the private content store. */
  readonly cli_sha: string | null;
  readonly stage_retries: number | null;
  readonly covers_remaining: boolean;
  readonly base_commit: string | null;
}

/** Rebuilds a run from the record, as it stood; `env` must be given again, for values are never stored. */
export async function loadRun(
  home: Context,
  row: RunRow,
  who: Pick<Origin, 'actor' | 'source' | 'client_message_id'>,
  env: Readonly<Record<string, string>> = {},
): Promise<ActiveRun> {
  const context = await slotContext(home, row);
  const { store, content } = context.ports;
  const planRow = await store.get('plans', { id: row.plan_id });
  const inputs = await content.get(row.inputs_sha);
  const root = await store.get('spans', { trace_id: row.trace_id, kind: 'run' });
  if (!planRow || !root || inputs === undefined) {
    throw new AppError(
      'STORE_UNAVAILABLE',
      `run ${row.id} cannot be continued: its plan, inputs or trace are gone`,
    );
  }
  const kept = JSON.parse(row.policy_json) as KeptOptions;
  const cli = kept.cli_sha === null ? undefined : await keptSettings(context, row, kept.cli_sha);
  const plan = await planBody(context, planRow);
  const run = new ActiveRun({
    context,
    planRow,
    plan,
    inputs: JSON.parse(new TextDecoder().decode(inputs)) as JsonObject,
    options: { cli, env, stageRetries: kept.stage_retries, confirmHighRisk: false },
    origin: { ...who, session_id: row.session_id, run_id: row.id },
    root: Span.stored(context, root),
    baseCommit: kept.base_commit,
    coversRemaining: kept.covers_remaining,
    policy: await effectivePolicy(context, {
      profile: row.profile,
      plan: ownLayer('plan', `plan v${planRow.version}`, plan.policy),
      cli,
    }),
    row,
  });
  run.waitedMs = await restedMs(run, root);
  await loadSteps(run);
  await loadRejections(run);
  if (planRow.status === 'revoked') {
    run.fail({ code: 'deny', message: revokedMessage(planRow.version), stepId: null, errorClass: 'policy' });
  }
  run.artifactCount = (await store.list('artifacts', { where: { run_id: row.id }, limit: 1 })).total;
  run.hasCheckpoint = (await store.get('checkpoints', { run_id: row.id })) !== undefined;
  return run;
}

/** The settings that the command line gave; without them nothing goes on, for a deny may be among them. */
async function keptSettings({ ports }: Context, row: RunRow, sha: string): Promise<PolicySettings> {
  const bytes = await ports.content.get(sha);
  if (!bytes) {
    throw new AppError(
      'STORE_UNAVAILABLE',
      `run ${row.id} cannot be continued: its policy settings are gone`,
    );
  }
  return JSON.parse(new TextDecoder().decode(bytes)) as PolicySettings;
}

async function loadSteps(run: ActiveRun): Promise<void> {
  const { items } = await run.context.ports.store.list('step_runs', {
    where: { run_id: run.row.id },
    order: [{ by: 'visit' }],
    limit: null,
  });
  const newest = new Map(items.map((row) => [row.step_id, row]));
  for (const row of newest.values()) {
    run.enter(await loadStep(run, row));
  }
}

async function loadStep(run: ActiveRun, row: StepRunRow): Promise<StepRun> {
  const stepRun = stepRunOf(row);
  stepRun.skipReason = skipReasons.find((reason) => reason === row.error_code) ?? null;
  await loadOutput(run, stepRun);
  await loadFailure(run, stepRun);
  await loadPayload(run, stepRun);
  stepRun.mustAsk = await wasCutOff(run, row);
  if (row.status === 'awaiting_approval') {
    stepRun.approvalId = await newestRequest(run, row);
    stepRun.span = await openSpan(run, row);
  }
  return stepRun;
}

/** What of the run's time so far was no work: people took time to answer, or no server carried it on. */
async function restedMs(run: ActiveRun, root: SpanRow): Promise<number> {
  const { store, clock } = run.context.ports;
  const where = { trace_id: root.trace_id, name: approvalSpanNames };
  const spans = await store.list('spans', { where, limit: null });
  const newest = { run_id: run.row.id, newest_first: true };
  const { items } = await store.events({ ...newest, limit: 2 });
  const last = items.find(({ type }) => type !== 'run.paused');
  const [resumed] = (await store.events({ ...newest, types: ['run.resumed'], limit: 1 })).items;
  const before = resumed ? Number((storedJson(resumed.payload) as JsonObject)['waited_ms'] ?? 0) : 0;
  const end_us = clock.nowUs();
  const span = { ...root, start_us: resumed ? Date.parse(resumed.ts) * 1000 : root.start_us, end_us };
  const downUs = last ? Date.parse(last.ts) * 1000 : root.start_us;
  const downtime = { ...span, kind: 'gate' as const, name: 'holdpoint.approval', start_us: downUs };
  return before + Math.round(waitedUs(span, [...spans.items, downtime]) / 1000);
}

/** Steps that somebody rejected before they asked. */
async function loadRejections(run: ActiveRun): Promise<void> {
  const { items } = await run.context.ports.store.list('approvals', {
    where: { run_id: run.row.id, subject_type: 'step', status: 'rejected' },
    limit: null,
  });
  for (const { subject_id, actor, reason } of items) {
    run.rejected.set(subject_id, rejectedMessage(actor, reason));
  }
}

/** A step whose last try was cut off by the end of a server asks a person, until one has let it run again. */
async function wasCutOff(run: ActiveRun, row: StepRunRow): Promise<boolean> {
  if (row.status !== 'ready' && row.status !== 'awaiting_approval') {
    return false;
  }
  const { run_id, step_id, visit } = row;
  const key = { run_id, step_id, visit, status: 'interrupted' as const };
  const cut = await run.context.ports.store.get('attempts', key);
  return cut !== undefined && (await mayHaveDoneHarm(run, row.step_id));
}

const harmless: readonly string[] = ['read', 'none'];

/** Whether a step that was cut off could have done harm. */
export async function mayHaveDoneHarm(run: ActiveRun, stepId: string): Promise<boolean> {
  return !harmless.includes(await lastEffect(run, stepId));
}

/** The effect with which the step was judged last; what was never judged is taken for the worst. */
async function lastEffect(run: ActiveRun, stepId: string): Promise<string> {
  const { items } = await run.context.ports.store.list('decisions', {
    where: { run_id: run.row.id, step_id: stepId },
    order: [{ by: 'created_at', desc: true }],
    limit: 1,
  });
  return items[0]?.effect ?? 'exec';
}

async function loadOutput(run: ActiveRun, stepRun: StepRun): Promise<void> {
  const { row } = stepRun;
  if (row.output_json === null) {
    return;
  }
  const output = await fullOutput(run, row);
  stepRun.output = output;
  if (row.status === 'succeeded') {
    const { uses } = run.step(row.step_id);
    stepRun.route = routeOf(uses, output);
    stepRun.isLooping = isLooping(uses, output);
  }
}

async function loadFailure(run: ActiveRun, stepRun: StepRun): Promise<void> {
  const { row } = stepRun;
  if (row.status === 'failed' || row.status === 'timed_out') {
    const step = run.step(row.step_id);
    const { onError } = stepReliability(step, await run.policyFor(step), run.options.stageRetries);
    stepRun.handled = onError.action === 'stop' ? null : onError.action;
  }
}

/** What a goto, a loop or a failure that was passed over handed on. */
async function loadPayload(run: ActiveRun, stepRun: StepRun): Promise<void> {
  const { row, handled } = stepRun;
  if (row.input_sha === null || (row.status !== 'pending' && handled === null)) {
    return;
  }
  const bytes = await run.context.ports.content.get(row.input_sha);
  stepRun.payload = bytes && (JSON.parse(new TextDecoder().decode(bytes)) as Json);
  stepRun.isQueued = row.status === 'pending' && bytes !== undefined;
}

/** The span that was open when the server before this one ended. */
async function openSpan(run: ActiveRun, row: StepRunRow): Promise<Span | null> {
  const key = { trace_id: run.row.trace_id, name: `holdpoint.step ${row.step_id}`, end_us: null };
  const found = await run.context.ports.store.get('spans', key);
  return found ? Span.stored(run.context, found) : null;
}

async function newestRequest(run: ActiveRun, row: StepRunRow): Promise<string | null> {
  const { items } = await run.context.ports.store.list('approvals', {
    where: { run_id: row.run_id, subject_id: `${row.run_id}:${row.step_id}:${row.visit}` },
    order: [{ by: 'created_at', desc: true }],
    limit: 1,
  });
  return items[0]?.id ?? null;
}
