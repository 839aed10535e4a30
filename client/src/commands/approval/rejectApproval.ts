import { rejectWhole } from '../../approving/decideApproval';
import { chooseApproval } from '../../choices/chooseSubject';
import type { Desk } from '../../desk';

/** Rejects what waits, with a reason. */
export async function rejectApproval(desk: Desk, word?: unknown): Promise<void> {
  const approval_id = await chooseApproval(desk, word);
  if (approval_id !== undefined) {
    await rejectWhole(desk, approval_id);
  }
}
