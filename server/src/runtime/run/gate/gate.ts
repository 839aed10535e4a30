import { AppError } from '#protocol/errors';
import type { Step } from '#protocol/plan';
import type { Decision } from '#protocol/policy';
import type { ApprovalRow, PreviewRow } from '#protocol/rows';
import { policySnapshotOf } from '../../../core/report/policySnapshot';
import { stepReliability } from '../../../core/run/stepPolicy';
import { expireDue, voidApproval } from '../../approvals/approvalExpiry';
import { requestWrites, systemOrigin } from '../../approvals/approvalRequests';
import { judgeOf } from '../../plans/policies';
import { Span } from '../../record/span';
import { storedJson } from '../../record/views';
import type { ActiveRun, StepRun } from '../activeRun';
import { approvedPreview, automaticGrant, grantedBy } from './autoGrants';
import { type DecisionRecord, decisionWrites } from './decisions';
import { prepare, Unpreparable } from './prepare';
import type { GateAnswer, Prepared } from './prepared';
import { shownOf, subjectId, subjectOf } from './subject';

/**
 * Judges a ready step and finds, grants or requests the approval it needs. What it writes is buffered in the run;
 * nothing of the step has happened when it answers.
 */
export async function gate(run: ActiveRun, step: Step, stepRun: StepRun): Promise<GateAnswer> {
  let prepared: Prepared;
  try {
    prepared = await prepare(run, step, stepRun);
    await verifyBase(run, prepared);
  } catch (error) {
    return refusal(run, step, stepRun, error);
  }
  const decision = decideFor(prepared);
  const record: DecisionRecord = { run, step, stepRun, prepared, decision };
  run.add(...decisionWrites(record));
  if (decision.verdict === 'deny') {
    return {
      kind: 'refuse',
      code: decision.code ?? 'DENIED',
      message: decision.reason,
      reason: decision.rule_id,
    };
  }
  if (changesNothing(prepared) && !stepRun.mustAsk) {
    run.add(
      ...prepared.previews.filter(({ status }) => status === 'recorded').map(({ id }) => approvedPreview(id)),
    );
    return { kind: 'go', prepared, decision, approval: null };
  }
  if (!decision.needs_approval && !stepRun.mustAsk) {
    return { kind: 'go', prepared, decision, approval: null };
  }
  return await approvalFor(run, step, stepRun, prepared, decision);
}

/** An apply that leaves every file as it is: all hunks were rejected, or the draft equals the file. Nobody is asked. */
function changesNothing({ previews }: Prepared): boolean {
  const isEmpty = ({ meta_json }: PreviewRow) =>
    (storedJson(meta_json) as { readonly changed?: boolean }).changed === false;
  return previews.length > 0 && previews.every(isEmpty);
}

/** What policy says about a prepared step now. */
export function decideFor(prepared: Prepared): Decision {
  return judgeOf(prepared.policy)(prepared.action);
}

/** A step starts only on the commit on which the run began (§1.10); looked at where it matters. */
async function verifyBase(run: ActiveRun, prepared: Prepared): Promise<void> {
  const { effect } = prepared.action.facts;
  if (effect !== 'write' && effect !== 'exec' && effect !== 'git') {
    return;
  }
  const head = await run.context.ports.git.head();
  const commit = head?.commit ?? null;
  if (commit !== run.baseCommit && !run.ownCommits.has(commit ?? '')) {
    throw new Unpreparable(
      new AppError(
        'STATE_CONFLICT',
        `HEAD moved from ${run.baseCommit} to ${commit} while the run was under way`,
        {
          expected: run.baseCommit,
          actual: commit,
        },
      ),
      'head_moved',
    );
  }
}

function refusal(run: ActiveRun, step: Step, stepRun: StepRun, error: unknown): GateAnswer {
  const known =
    error instanceof Unpreparable
      ? error
      : error instanceof AppError
        ? new Unpreparable(error, 'refused')
        : null;
  if (!known) {
    throw error;
  }
  const { code, message, details } = known.error;
  run.record({
    type: 'decision.denied',
    level: 'warning',
    summary: message,
    payload: { reason: known.reason, error_code: code, details: JSON.parse(JSON.stringify(details)) },
    step_id: step.id,
    span_id: stepRun.span?.id ?? null,
  });
  return { kind: 'refuse', code, message, reason: known.reason };
}

async function approvalFor(
  run: ActiveRun,
  step: Step,
  stepRun: StepRun,
  prepared: Prepared,
  decision: Decision,
): Promise<GateAnswer> {
  const subject = subjectOf(run, step, stepRun, prepared);
  await expireDue(run.context);
  const open = await openApprovals(run, step);
  const fit = open.find((row) => row.digest === subject.digest);
  for (const row of open) {
    if (row !== fit) {
      noteStale(run, step, stepRun, row);
      await voidApproval(run.context, row, 'superseded', systemOrigin(row));
    }
  }
  if (fit) {
    return fit.status === 'granted'
      ? { kind: 'go', prepared, decision, approval: fit }
      : { kind: 'wait', approval: fit, needsConfirmation: decision.needs_confirmation };
  }
  const automatic = stepRun.mustAsk ? null : await automaticGrant(run, step, prepared, decision, subject);
  if (automatic?.kind === 'remaining') {
    return { kind: 'go', prepared, decision, approval: null };
  }
  const { row, writes } = requestWrites(run.context, run.origin, {
    subject_type: 'step',
    subject_id: subjectId(stepRun.row),
    digest: subject.digest,
    session_id: run.row.session_id,
    run_id: run.row.id,
    required: prepared.policy.approvals.required,
    expires_ms: prepared.policy.approvals.expires_ms,
    shown: shownOf(run, step, stepRun, prepared, decision),
    place: (stepRun.span ?? run.root).place,
  });
  if (automatic) {
    const granted = grantedBy(run, step, automatic.consent, row, prepared.previews);
    run.add(...writes, ...granted.writes);
    return { kind: 'go', prepared, decision, approval: granted.row };
  }
  run.add(...writes);
  return { kind: 'wait', approval: row, needsConfirmation: decision.needs_confirmation };
}

/** A granted approval that no longer fits what would run: nothing runs under it, and everybody can see why. */
function noteStale(run: ActiveRun, step: Step, stepRun: StepRun, row: ApprovalRow): void {
  if (row.status !== 'granted') {
    return;
  }
  stepRun.staleCause = 'digest_mismatch';
  run.record({
    type: 'decision.warned',
    level: 'warning',
    summary: `approval ${row.id} of step ${step.id} no longer covers what would run: digest_mismatch`,
    payload: { error_code: 'APPROVAL_STALE', cause: 'digest_mismatch', approval_id: row.id },
    step_id: step.id,
    span_id: stepRun.span?.id ?? null,
  });
}

async function openApprovals(run: ActiveRun, step: Step): Promise<ApprovalRow[]> {
  const { items } = await run.context.ports.store.list('approvals', {
    where: { run_id: run.row.id, subject_type: 'step', status: ['requested', 'granted'] },
    limit: null,
  });
  return items.filter((row) => row.subject_id.split(':')[1] === step.id);
}

/** Opens the span of a step's next attempt. */
export function openStepSpan(run: ActiveRun, step: Step, stepRun: StepRun): Span {
  const span = new Span(run.context, run.root.place, 'step', `holdpoint.step ${step.id}`, {
    node_id: step.id,
    node_type: step.uses,
    'holdpoint.step.id': step.id,
    'holdpoint.step.index': run.placeOf(step.id),
    'holdpoint.step.attempt': stepRun.row.attempts + 1,
    'cicd.pipeline.task.name': step.title ?? step.id,
  });
  span.underPolicy(policySnapshotOf(run.policy, stepReliability(step, run.policy, run.options.stageRetries)));
  run.add(span.opened());
  stepRun.span = span;
  return span;
}
