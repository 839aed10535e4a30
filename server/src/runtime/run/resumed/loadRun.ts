import type { Json } from '#protocol/json';
import type { ApprovalRow, EventRow, RunRow, SpanRow, StepRunRow } from '#protocol/rows';
import { waitedUs } from '../../../core/report/activeTime';
import { skipReasons } from '../../../core/run/readiness';
import { stepReliability } from '../../../core/run/stepPolicy';
import type { Context } from '../../context';
import { revokedMessage } from '../../plans/planApprovals';
import { effectivePolicy, fileLayers, ownLayer } from '../../plans/policies';
import type { Origin } from '../../record/record';
import { Span } from '../../record/span';
import { storedJson } from '../../record/views';
import { slotContext } from '../../slots';
import { ActiveRun } from '../activeRun';
import { fullOutput } from '../carryOver';
import { subjectId } from '../gate/subject';
import { rejectedMessage } from '../step/stepClose';
import { isLooping, routeOf } from '../step/stepEnd';
import { type StepRun, stepRunOf, type VisitRow } from '../stepRun';

import { type KeptOptions, type RecordedVisit, type Requests, readRunRecord } from './runRecord';

/** Rebuilds a run from the record, as it stood; `env` must be given again, for values are never stored. */
export async function loadRun(
  home: Context,
  row: RunRow,
  who: Pick<Origin, 'actor' | 'source' | 'client_message_id'>,
  env: Readonly<Record<string, string>> = {},
): Promise<ActiveRun> {
  const kept = JSON.parse(row.policy_json) as KeptOptions;
  // The policy files are read anew below, which costs nothing once they are known; here the store is waited for anyway.
  const [context, found] = await Promise.all([
    slotContext(home, row),
    readRunRecord(home, row, kept),
    fileLayers(home),
  ]);
  const { planRow, root, plan, inputs, cli } = found;
  const run = new ActiveRun({
    context,
    planRow,
    plan,
    inputs,
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
  run.waitedMs = restedMs(run, root, found.requests, found.last);
  await loadSteps(run, found.steps, found.requests);
  noteRejections(run, found.requests);
  if (planRow.status === 'revoked') {
    run.fail({ code: 'deny', message: revokedMessage(planRow.version), stepId: null, errorClass: 'policy' });
  }
  run.artifactCount = found.artifactCount;
  run.checkpoint = found.hasCheckpoint ? Promise.resolve() : null;
  return run;
}

/** Most visits have ended and kept a short output: those are entered without a wait for each. */
async function loadSteps(run: ActiveRun, rows: readonly RecordedVisit[], requests: Requests): Promise<void> {
  const newest = newestVisits(rows);
  const outputs = shownOutputs(newest);
  for (const [at, row] of newest.entries()) {
    const stepRun = stepRunOf({ ...row, run_id: run.row.id });
    stepRun.skipReason = skipReasons.find((reason) => reason === row.error_code) ?? null;
    if (row.output_json !== null) {
      noteOutput(run, stepRun, row.output_sha === null ? outputs[at] : await fullOutput(run, row));
    }
    if (!hasEnded.includes(row.status)) {
      await loadStanding(run, stepRun, requests);
    }
    run.enter(stepRun);
  }
}

function newestVisits(rows: readonly RecordedVisit[]): readonly RecordedVisit[] {
  const newest = new Map<string, RecordedVisit>();
  for (const row of rows) {
    const known = newest.get(row.step_id);
    if (known === undefined || row.visit > known.visit) {
      newest.set(row.step_id, row);
    }
  }
  return [...newest.values()];
}

/** States after which nothing of a visit is asked for but its output. */
const hasEnded: readonly StepRunRow['status'][] = ['succeeded', 'skipped', 'denied', 'cancelled'];

/** The outputs as the rows hold them, read as one text: a thousand short ones cost as much as a long one. */
function shownOutputs(rows: readonly RecordedVisit[]): readonly Json[] {
  const texts = rows.map(({ output_json, output_sha }) => (output_sha === null ? output_json : null));
  return storedJson(`[${texts.map((text) => text ?? 'null').join()}]`) as readonly Json[];
}

function noteOutput(run: ActiveRun, stepRun: StepRun, output: Json | undefined): void {
  stepRun.output = output;
  if (stepRun.row.status === 'succeeded' && output !== undefined) {
    const { uses } = run.step(stepRun.row.step_id);
    stepRun.route = routeOf(uses, output);
    stepRun.isLooping = isLooping(uses, output);
  }
}

/** What a visit needs that goes on, or whose failure was passed over. */
async function loadStanding(run: ActiveRun, stepRun: StepRun, requests: Requests): Promise<void> {
  const { row } = stepRun;
  await loadFailure(run, stepRun);
  await loadPayload(run, stepRun);
  const isWaiting = row.status === 'awaiting_approval';
  const request = isWaiting
    ? requests.rows.findLast(({ subject_id }) => subject_id === subjectId(row))
    : undefined;
  const [mustAsk, span] = await Promise.all([wasCutOff(run, row), openSpan(run, request, requests)]);
  Object.assign(stepRun, { mustAsk, span, approvalId: request?.id ?? null });
}

/** What of the run's time so far was no work: people took time to answer, or no server carried it on. */
function restedMs(run: ActiveRun, root: SpanRow, { spans }: Requests, newest: readonly EventRow[]): number {
  const last = newest.find(({ type }) => type !== 'run.paused');
  const { resumed = { at_ms: null, waited_ms: 0 } } = JSON.parse(run.row.policy_json) as KeptOptions;
  const start_us = resumed.at_ms === null ? root.start_us : resumed.at_ms * 1000;
  const span = { ...root, start_us, end_us: run.context.ports.clock.nowUs() };
  const downUs = last ? Date.parse(last.ts) * 1000 : root.start_us;
  const downtime = { ...span, kind: 'gate' as const, name: 'holdpoint.approval', start_us: downUs };
  return resumed.waited_ms + Math.round(waitedUs(span, [...spans, downtime]) / 1000);
}

/** Steps that somebody rejected before they asked. */
function noteRejections(run: ActiveRun, { rows }: Requests): void {
  for (const { subject_type, status, subject_id, actor, reason } of rows) {
    if (subject_type === 'step' && status === 'rejected') {
      run.rejected.set(subject_id, rejectedMessage(actor, reason));
    }
  }
}

/** A step whose last try was cut off by the end of a server asks a person, until one has let it run again. */
async function wasCutOff(run: ActiveRun, row: VisitRow): Promise<boolean> {
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
  if (row.status !== 'pending' && handled === null) {
    return;
  }
  const { run_id, step_id, visit } = row;
  const { store, content } = run.context.ports;
  const [kept] = await store.listColumns('step_runs', ['input_sha'], { where: { run_id, step_id, visit } });
  if (kept === undefined || kept.input_sha === null) {
    return;
  }
  const bytes = await content.get(kept.input_sha);
  stepRun.payload = bytes && (JSON.parse(new TextDecoder().decode(bytes)) as Json);
  stepRun.isQueued = row.status === 'pending' && bytes !== undefined;
}

/** The step's span that was open when the server before this one ended: its request stands below it. */
async function openSpan(
  run: ActiveRun,
  request: ApprovalRow | undefined,
  { spans }: Requests,
): Promise<Span | null> {
  const shown = request && (storedJson(request.shown_json) as { span_id?: string | null });
  const parent = spans.find(({ span_id }) => span_id === shown?.span_id)?.parent_span_id;
  const found = parent ? await run.context.ports.store.get('spans', { span_id: parent }) : undefined;
  return found?.kind === 'step' && found.end_us === null ? Span.stored(run.context, found) : null;
}
