import type { ApprovalRow, PreviewRow } from '#protocol/rows';
import { openApproval } from '../../approvals/openApprovals';
import { isoNow } from '../../record/record';
import type { ActiveRun } from '../activeRun';

/** Whether an approval and the changes it is about stand as the gate saw them; what nobody was told of yet does. */
export async function stillHolds(
  { context }: ActiveRun,
  approval: ApprovalRow | null,
  previews: readonly PreviewRow[],
): Promise<boolean> {
  const { store } = context.ports;
  const current =
    approval && (openApproval(context, approval.id) ?? (await store.get('approvals', { id: approval.id })));
  if (current && (current.status !== 'granted' || (current.expires_at ?? '~') <= isoNow(context))) {
    return false;
  }
  const id = previews.map((preview) => preview.id);
  const { items } =
    id.length === 0 ? { items: [] } : await store.list('previews', { where: { id }, limit: null });
  return items.every(({ status }) => status === 'recorded' || status === 'approved');
}
