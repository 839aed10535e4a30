import type { ApprovalRow } from '#protocol/rows';
import type { Context } from '../context';
import { commit, eventWrite, isoNow, type Origin } from '../record/record';
import { Serial } from '../serial';
import { approvalById, stepOf, systemOrigin } from './approvalRequests';
import { closedApprovalSpan } from './approvalSpans';
import { openApprovals } from './openApprovals';

const deciding = new Serial();

/** Decisions in one session come one after the other, and so does what makes or uses up what they are about. */
export function whenNobodyDecides<T>(sessionId: string, work: () => Promise<T>): Promise<T> {
  return deciding.run(sessionId, work);
}

/** Does something about an approval when nobody else decides in its session; a rollback of no session has its own turn. */
export async function inTurn<T>(
  context: Context,
  id: string,
  work: (current: ApprovalRow) => Promise<T>,
): Promise<T> {
  const { session_id } = await approvalById(context, id);
  const turn = session_id === 'none' ? id : session_id;
  return await whenNobodyDecides(turn, async () => work(await approvalById(context, id)));
}

/** Voids one open approval: its time is over, or what it was about has changed. */
export async function voidApproval(
  context: Context,
  row: ApprovalRow,
  to: 'expired' | 'superseded' | 'revoked',
  origin: Origin,
): Promise<void> {
  const events =
    to === 'expired'
      ? [
          eventWrite(context, origin, {
            type: 'approval.expired',
            level: 'warning',
            summary: `approval expired: ${row.subject_type} ${stepOf(row) ?? row.subject_id}`,
            payload: { approval_id: row.id, digest: row.digest },
            step_id: stepOf(row),
          }),
        ]
      : [];
  const wasOpen = row.status === 'requested';
  const span = wasOpen ? closedApprovalSpan(context, row, to, origin) : [];
  await commit(context, [
    { op: 'transition', table: 'approvals', key: { id: row.id }, from: [row.status], to },
    ...events,
    ...span,
  ]);
}

/** Voids an approval that stands as it was read and answers whether it did: one that somebody has decided since stays decided. */
export function supersede(context: Context, read: ApprovalRow, origin: Origin): Promise<boolean> {
  return inTurn(context, read.id, async (current) => {
    const isAsRead = current.status === read.status;
    if (isAsRead) {
      await voidApproval(context, current, 'superseded', origin);
    }
    return isAsRead;
  });
}

/** Expires every open approval whose time is over; call before showing or using the queue. */
export async function expireDue(context: Context): Promise<void> {
  const now = isoNow(context);
  for (const { id, status, expires_at } of await openApprovals(context)) {
    if (expires_at !== null && expires_at <= now) {
      await inTurn(context, id, async (current) => {
        if (current.status === status) {
          await voidApproval(context, current, 'expired', systemOrigin(current));
        }
      });
    }
  }
}
