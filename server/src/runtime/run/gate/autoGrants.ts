import type { Source } from '#protocol/events';
import type { Step } from '#protocol/plan';
import type { Decision } from '#protocol/policy';
import type { ApprovalRow, PreviewRow } from '#protocol/rows';
import { referencesIn } from '../../../core/expression/references';
import { type AutoGrant, autoGrant } from '../../../core/policy/autoGrant';
import type { StepSubject } from '../../../core/run/approvalDigest';
import { supersede } from '../../approvals/approvalExpiry';
import { isUnconfirmed, systemOrigin, votesOf } from '../../approvals/approvalRequests';
import { deciderAttributes, requestAttributes } from '../../approvals/approvalSpans';
import { coversSteps } from '../../plans/planApprovals';
import { eventWrite, isoNow } from '../../record/record';
import { storedJson, type Vote } from '../../record/views';
import type { Write } from '../../storePort';
import type { ActiveRun } from '../activeRun';
import type { Prepared } from './prepared';
import { portableDigest } from './subject';

/** How a request is met without asking a person again. */
export type AutomaticGrant =
  | { readonly kind: 'remaining' }
  | { readonly kind: 'consent'; readonly consent: Consent };

/** Consent that exists already: a rule's, or a person's to the unchanged step of the plan version before. */
export interface Consent {
  readonly actor: string;
  readonly source: Source;
  readonly reason: string;
  readonly votes: readonly Vote[];
  /** Word for the approval's span. */
  readonly origin: 'policy' | 'inherited';
}

/** Whether the plan's own approval (`scope: remaining`), the version before, the profile or an auto rule covers this call. */
export async function automaticGrant(
  run: ActiveRun,
  step: Step,
  prepared: Prepared,
  decision: Decision,
  subject: { readonly subject: StepSubject; readonly digest: string },
): Promise<AutomaticGrant | null> {
  if (await planCovers(run, step, prepared, decision)) {
    return { kind: 'remaining' };
  }
  const inherited = await inheritedConsent(run, step, subject.subject);
  if (inherited) {
    return { kind: 'consent', consent: inherited };
  }
  const grant = standingGrant(run, step, prepared, decision, subject.digest);
  if (grant === null || (decision.needs_confirmation && !grant.confirmsHighRisk)) {
    return null;
  }
  return { kind: 'consent', consent: ruleConsent(run, grant.actor) };
}

function ruleConsent(run: ActiveRun, actor: string): Consent {
  const reason = 'granted by policy';
  const vote = {
    actor,
    source: 'system',
    at: isoNow(run.context),
    reason,
    message_id: null,
    confirmed: true,
  };
  return { actor, source: 'system', reason, votes: [vote], origin: 'policy' };
}

/** What people granted to this very step in the run before and what was never used (§1.6). */
async function inheritedConsent(run: ActiveRun, step: Step, subject: StepSubject): Promise<Consent | null> {
  if (!run.inherits?.unchanged.has(step.id)) {
    return null;
  }
  const { items } = await run.context.ports.store.list('approvals', {
    where: { run_id: run.inherits.runId, subject_type: 'step', status: 'granted' },
    limit: null,
  });
  const portable = portableDigest(run.context, subject);
  const now = isoNow(run.context);
  const found = items.find(
    (row) =>
      (storedJson(row.shown_json) as { portable?: string }).portable === portable &&
      (row.expires_at === null || row.expires_at > now) &&
      !isUnconfirmed(row),
  );
  if (!found?.actor || !found.source) {
    return null;
  }
  // Used up first: nobody else takes it back, or uses it, at the same moment.
  if (!(await supersede(run.context, found, systemOrigin(found)))) {
    return null;
  }
  return {
    actor: found.actor,
    source: found.source,
    reason: `carried over from ${found.id}`,
    votes: votesOf(found),
    origin: 'inherited',
  };
}

/** Whether the plan's approval was given for this very call: what nobody could see then is asked about now. */
async function planCovers(
  run: ActiveRun,
  step: Step,
  prepared: Prepared,
  decision: Decision,
): Promise<boolean> {
  if (!run.coversRemaining || prepared.previews.length > 0 || decision.needs_confirmation) {
    return false;
  }
  const isKnown = referencesIn([step.with, step.commands]).every(({ root }) => known.has(root));
  return isKnown && (await coversSteps(run.context, run.planRow, run.plan));
}

/** Values that are no secret of the future, or a secret that is never shown. */
const known: ReadonlySet<string> = new Set(['secrets', 'run', 'batch']);

/** The rule or profile that grants the step itself or, where only its preview asks, the preview. */
function standingGrant(
  run: ActiveRun,
  step: Step,
  prepared: Prepared,
  decision: Decision,
  digest: string,
): AutoGrant | null {
  const request = {
    digest,
    tool: step.uses,
    risk: decision.risk,
    paths: prepared.action.facts.writes,
    nowMs: run.context.ports.clock.now(),
  };
  const ofStep = autoGrant(prepared.policy, { ...request, subject: 'step' });
  const isPreviewOnly = prepared.previews.length > 0 && decision.stage === 'preview';
  return ofStep ?? (isPreviewOnly ? autoGrant(prepared.policy, { ...request, subject: 'preview' }) : null);
}

/** Turns a new request into a granted one; its writes are committed together with the request's. */
export function grantedBy(
  run: ActiveRun,
  step: Step,
  consent: Consent,
  row: ApprovalRow,
  previews: readonly PreviewRow[],
): { readonly row: ApprovalRow; readonly writes: Write[] } {
  const { actor, source, reason } = consent;
  const votes = JSON.stringify(consent.votes);
  const set = { actor, source, reason, votes, decided_at: isoNow(run.context) };
  const event = {
    type: 'approval.granted' as const,
    summary: `approved by ${actor}: step ${step.id} (${reason})`,
    payload: {
      approval_id: row.id,
      digest: row.digest,
      votes: consent.votes.length,
      required: row.required,
      origin: consent.origin,
    },
    step_id: step.id,
  };
  const writes: Write[] = [
    { op: 'transition', table: 'approvals', key: { id: row.id }, from: ['requested'], to: 'granted', set },
    ...approvedPreviews(previews),
    eventWrite(run.context, { ...run.origin, actor, source }, event),
    ...endedSpan(run, row, consent),
  ];
  return { row: { ...row, ...set, status: 'granted' }, writes };
}

/** Moves previews on without asking: their step was consented to, or they change nothing. */
export function approvedPreviews(previews: readonly PreviewRow[]): Write[] {
  return previews
    .filter(({ status }) => status === 'recorded')
    .map(({ id }) => ({
      op: 'transition',
      table: 'previews',
      key: { id },
      from: ['recorded'],
      to: 'approved',
    }));
}

function endedSpan(run: ActiveRun, row: ApprovalRow, consent: Consent): Write[] {
  const spanId = (JSON.parse(row.shown_json) as { span_id: string | null }).span_id;
  if (!spanId) {
    return [];
  }
  const attributes = JSON.stringify({
    ...requestAttributes(row),
    'holdpoint.approval.decision': 'approved',
    ...deciderAttributes(consent, consent.origin),
    'holdpoint.approval.wait_ms': 0,
    'holdpoint.approval.reason': consent.reason,
  });
  const set = { status: 'OK' as const, end_us: run.context.ports.clock.nowUs(), attributes };
  return [{ op: 'update', table: 'spans', key: { span_id: spanId }, set }];
}
