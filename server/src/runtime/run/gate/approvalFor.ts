import type { Step } from '#protocol/plan';
import type { Decision } from '#protocol/policy';
import type { ApprovalRow } from '#protocol/rows';
import { expireDue, supersede, whenNobodyDecides } from '../../approvals/approvalExpiry';
import { isUnconfirmed, requestWrites, systemOrigin } from '../../approvals/approvalRequests';
import { asOne } from '../../approvals/asking';
import { openApprovals } from '../../approvals/openApprovals';
import type { ActiveRun } from '../activeRun';
import type { StepRun } from '../stepRun';
import { type AutomaticGrant, automaticGrant, grantedBy } from './autoGrants';
import type { GateAnswer, Prepared } from './prepared';
import { stillHolds } from './stillHolds';
import { shownOf, subjectId, subjectOf } from './subject';

/** A prepared step that needs a consent; `unsaved` files ask a person, whatever has been consented to before. */
export interface Asking {
  readonly run: ActiveRun;
  readonly step: Step;
  readonly stepRun: StepRun;
  readonly prepared: Prepared;
  readonly decision: Decision;
  readonly unsaved: readonly string[];
}

/** Finds the approval that covers what would run, grants it by an earlier consent, or requests it; nobody else asks meanwhile. */
export function approvalFor(asking: Asking): Promise<GateAnswer> {
  return asOne(subjectId(asking.stepRun.row), () => findOrAsk(asking));
}

async function findOrAsk(asking: Asking): Promise<GateAnswer> {
  const { run, stepRun, step, prepared, decision, unsaved } = asking;
  const subject = subjectOf(run, step, stepRun, prepared);
  const fit = await fitApproval(asking, subject.digest);
  if (fit) {
    const mustConfirm = decision.needs_confirmation && isUnconfirmed(fit);
    return fit.status === 'granted' && !mustConfirm
      ? { kind: 'go', prepared, decision, approval: fit }
      : waitingFor(asking, fit);
  }
  const mustAsk = stepRun.mustAsk || unsaved.length > 0;
  const automatic = mustAsk ? null : await automaticGrant(run, step, prepared, decision, subject);
  if (automatic?.kind === 'remaining') {
    return { kind: 'go', prepared, decision, approval: null };
  }
  return await whenNobodyDecides(run.row.session_id, async () => {
    if (!(await stillHolds(run, null, prepared.previews))) {
      return { kind: 'changed' };
    }
    const answer = ask(asking, subject, automatic);
    await run.flush();
    return answer;
  });
}

/** Puts a request into the queue, where the step waits from the same moment on; one that is met already is granted with it. */
function ask(
  asking: Asking,
  { subject, digest }: ReturnType<typeof subjectOf>,
  automatic: Extract<AutomaticGrant, { readonly kind: 'consent' }> | null,
): GateAnswer {
  const { run, step, stepRun, prepared, decision } = asking;
  const { row, writes } = requestWrites(run.context, run.origin, {
    subject_type: 'step',
    subject_id: subjectId(stepRun.row),
    digest,
    session_id: run.row.session_id,
    run_id: run.row.id,
    required: prepared.policy.approvals.required,
    expires_ms: prepared.policy.approvals.expires_ms,
    shown: shownOf(run, stepRun, prepared, decision, subject),
    place: (stepRun.span ?? run.root).place,
  });
  if (automatic) {
    const granted = grantedBy(run, step, automatic.consent, row, prepared.previews);
    run.add(...writes, ...granted.writes);
    return { kind: 'go', prepared, decision, approval: granted.row };
  }
  run.add(...writes);
  return waitingFor(asking, row);
}

function waitingFor({ run, stepRun, decision }: Asking, approval: ApprovalRow): GateAnswer {
  stepRun.approvalId = approval.id;
  stepRun.needsConfirmation = decision.needs_confirmation;
  run.moveStep(stepRun, 'awaiting_approval');
  return { kind: 'wait' };
}

/** The consent to a step that needed none until somebody had changed its files in an editor: used like any other. */
export async function askedNevertheless(
  run: ActiveRun,
  step: Step,
  stepRun: StepRun,
  prepared: Prepared,
): Promise<ApprovalRow | null> {
  if (stepRun.approvalId === null) {
    return null;
  }
  const { digest } = subjectOf(run, step, stepRun, prepared);
  const open = await openOfStep(run, step);
  return open.find((row) => row.status === 'granted' && row.digest === digest) ?? null;
}

/** The open approval that covers what would run. All others are void, and so is a consent to write unsaved files. */
async function fitApproval(asking: Asking, digest: string): Promise<ApprovalRow | undefined> {
  const { run, step, stepRun, unsaved } = asking;
  await expireDue(run.context);
  let fit: ApprovalRow | undefined;
  for (const row of await openOfStep(run, step)) {
    const mayStand = row.status === 'requested' || unsaved.length === 0;
    if (fit === undefined && row.digest === digest && mayStand) {
      fit = row;
      continue;
    }
    if (row.digest === digest && !mayStand) {
      noteUnsaved(asking, row);
    } else {
      noteStale(run, step, stepRun, row);
    }
    await supersede(run.context, row, systemOrigin(row));
  }
  return fit;
}

/** The consent stands for bytes that would now be written over somebody's unsaved text: they are asked once more. */
function noteUnsaved({ run, step, stepRun, unsaved }: Asking, row: ApprovalRow): void {
  run.record({
    type: 'decision.warned',
    level: 'warning',
    summary: `${unsaved.join(', ')}: changed in an editor and not saved; step ${step.id} asks again before it writes`,
    payload: { cause: 'unsaved_changes', paths: [...unsaved], approval_id: row.id },
    step_id: step.id,
    span_id: stepRun.span?.id ?? null,
  });
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

async function openOfStep(run: ActiveRun, step: Step): Promise<ApprovalRow[]> {
  const rows = await openApprovals(run.context);
  return rows.filter(
    ({ run_id, subject_type, subject_id }) =>
      run_id === run.row.id && subject_type === 'step' && subject_id.split(':')[1] === step.id,
  );
}
