import type { ApprovalRow } from '#protocol/rows';
import type { Context } from '../context';
import { commit, eventWrite, isoNow, type Origin } from '../record/record';
import { Serial } from '../serial';
import { approvalById, stepOf, systemOrigin } from './approvalRequests';
import { closedApprovalSpan } from './approvalSpans';
import { openApprovals } from './openApprovals';

/** Decisions about one approval come one after the other. */
export const deciding = new Serial();

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

/** Voids an approval that stands as it was read: one that somebody has decided since stays decided. */
export async function supersede(context: Context, read: ApprovalRow, origin: Origin): Promise<void> {
  await deciding.run(read.id, async () => {
    const current = await approvalById(context, read.id);
    if (current.status === read.status) {
      await voidApproval(context, current, 'superseded', origin);
    }
  });
}

/** Expires every open approval whose time is over; call before showing or using the queue. */
export async function expireDue(context: Context): Promise<void> {
  const now = isoNow(context);
  for (const { id, status, expires_at } of await openApprovals(context)) {
    if (expires_at !== null && expires_at <= now) {
      await deciding.run(id, async () => {
        const current = await approvalById(context, id);
        if (current.status === status) {
          await voidApproval(context, current, 'expired', systemOrigin(current));
        }
      });
    }
  }
}
