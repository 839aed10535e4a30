import type { JsonObject } from '#protocol/json';
import type { ApprovalRow, ApprovalSubject } from '#protocol/rows';
import type { Context } from '../context';
import { Span, type SpanPlace } from '../record/span';
import { storedJson } from '../record/views';
import type { Write } from '../storePort';

/** The span of a request while people think about it. */
export function approvalSpan(
  context: Context,
  place: SpanPlace,
  request: Pick<ApprovalRow, 'id' | 'subject_type' | 'digest' | 'expires_at'>,
): Span {
  return new Span(context, place, 'gate', nameOf(request.subject_type), requestAttributes(request));
}

/** What is known of an approval before and after anybody decides. */
export function requestAttributes(
  row: Pick<ApprovalRow, 'id' | 'subject_type' | 'digest' | 'expires_at'>,
): JsonObject {
  return {
    'holdpoint.approval.id': row.id,
    'holdpoint.approval.scope': row.subject_type === 'plan' ? 'plan' : 'step',
    'holdpoint.approval.digest': row.digest,
    ...(row.expires_at === null ? {} : { 'holdpoint.approval.expires_at': row.expires_at }),
  };
}

/** Who decided, on whose behalf, and through which door; where time or the server itself did, there was no door. */
export function deciderAttributes(
  by: { readonly actor: string; readonly source: string },
  origin: 'person' | 'policy' | 'inherited' = by.actor.startsWith('policy:') || by.source === 'system'
    ? 'policy'
    : 'person',
): JsonObject {
  return {
    'holdpoint.approval.source': origin,
    'holdpoint.approval.principal': by.actor,
    ...(by.source === 'system' || by.source === '' ? {} : { 'holdpoint.approval.client': by.source }),
  };
}

/** The write that ends an approval's span with who decided, by which door, and how long they took. */
export function closedApprovalSpan(
  context: Context,
  row: ApprovalRow,
  decision: string,
  by: { readonly actor: string; readonly source: string },
  reason?: string,
): Write[] {
  const spanId = (storedJson(row.shown_json) as { span_id?: string | null }).span_id;
  const { clock } = context.ports;
  const attributes = {
    ...requestAttributes(row),
    'holdpoint.approval.decision': decision,
    ...deciderAttributes(by),
    'holdpoint.approval.wait_ms': clock.now() - Date.parse(row.created_at),
    ...(reason === undefined ? {} : { 'holdpoint.approval.reason': reason }),
  };
  if (!spanId) {
    return isRefusal(decision) ? [loneSpan(context, row, attributes)] : [];
  }
  const set = {
    // A request whose place another took, as after a choice of hunks, is no failure.
    status: decision === 'approved' || decision === 'superseded' ? ('OK' as const) : ('ERROR' as const),
    end_us: clock.nowUs(),
    attributes: JSON.stringify(context.redactor.json(attributes).value),
  };
  return [{ op: 'update', table: 'spans', key: { span_id: spanId }, set }];
}

/** Consent to a plan is told in the trace of the run that it lets begin; a refusal lets none begin. */
function isRefusal(decision: string): boolean {
  return decision === 'rejected' || decision === 'expired';
}

/** A span in a trace of its own, as long as the person took. */
function loneSpan(context: Context, row: ApprovalRow, attributes: JsonObject): Write {
  const place = { trace_id: context.ports.ids.hex(16), run_id: row.run_id, parent: null };
  const span = new Span(context, place, 'gate', nameOf(row.subject_type), attributes);
  return span.whole({ status: 'ERROR' }, { startUs: Date.parse(row.created_at) * 1000 });
}

function nameOf(subject: ApprovalSubject): string {
  return `holdpoint.approval ${subject}`;
}
