import type { Step } from '#protocol/plan';
import type { Decision } from '#protocol/policy';
import type { ApprovalRow, PreviewRow } from '#protocol/rows';
import { type AutoGrant, autoGrant } from '../../../core/policy/autoGrant';
import { eventWrite, isoNow } from '../../record/record';
import type { Write } from '../../storePort';
import type { ActiveRun } from '../activeRun';
import type { Prepared } from './prepared';

/** How a request is met without a person. */
export type AutomaticGrant =
  | { readonly kind: 'remaining' }
  | {
      readonly kind: 'policy';
      /** Turns a new request into a granted one by the named rule; committed together. */
      grant(
        row: ApprovalRow,
        previews: readonly PreviewRow[],
      ): { readonly row: ApprovalRow; readonly writes: Write[] };
    };

/** Whether the plan's own approval (`scope: remaining`), the profile or an auto rule covers this call. */
export function automaticGrant(
  run: ActiveRun,
  step: Step,
  prepared: Prepared,
  decision: Decision,
  digest: string,
): AutomaticGrant | null {
  if (run.coversRemaining && prepared.previews.length === 0) {
    return { kind: 'remaining' };
  }
  const grant = standingGrant(run, step, prepared, decision, digest);
  if (grant === null || (decision.needs_confirmation && !grant.confirmsHighRisk)) {
    return null;
  }
  return { kind: 'policy', grant: (row, previews) => grantedBy(run, step, grant.actor, row, previews) };
}

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

function grantedBy(
  run: ActiveRun,
  step: Step,
  actor: string,
  row: ApprovalRow,
  previews: readonly PreviewRow[],
): { readonly row: ApprovalRow; readonly writes: Write[] } {
  const now = isoNow(run.context);
  const vote = {
    actor,
    source: 'system',
    at: now,
    reason: 'granted by policy',
    message_id: null,
    confirmed: true,
  };
  const set = {
    actor,
    source: 'system' as const,
    reason: 'granted by policy',
    votes: JSON.stringify([vote]),
    decided_at: now,
  };
  const approved = previews
    .filter(({ status }) => status === 'recorded')
    .map(
      ({ id }): Write => ({
        op: 'transition',
        table: 'previews',
        key: { id },
        from: ['recorded'],
        to: 'approved',
      }),
    );
  const spanId = (JSON.parse(row.shown_json) as { span_id: string | null }).span_id;
  const attributes = {
    'holdpoint.approval.id': row.id,
    'holdpoint.approval.scope': 'step',
    'holdpoint.approval.digest': row.digest,
    'holdpoint.approval.decision': 'approved',
    'holdpoint.approval.source': 'policy',
    'holdpoint.approval.principal': actor,
    'holdpoint.approval.wait_ms': 0,
  };
  const writes: Write[] = [
    { op: 'transition', table: 'approvals', key: { id: row.id }, from: ['requested'], to: 'granted', set },
    ...approved,
    eventWrite(
      run.context,
      { ...run.origin, actor, source: 'system' },
      {
        type: 'approval.granted',
        summary: `approved by ${actor}: step ${step.id}`,
        payload: { approval_id: row.id, digest: row.digest, votes: 1, required: row.required },
        step_id: step.id,
      },
    ),
  ];
  if (spanId) {
    const end = {
      status: 'OK' as const,
      end_us: run.context.ports.clock.nowUs(),
      attributes: JSON.stringify(attributes),
    };
    writes.push({ op: 'update', table: 'spans', key: { span_id: spanId }, set: end });
  }
  return { row: { ...row, ...set, status: 'granted' }, writes };
}
