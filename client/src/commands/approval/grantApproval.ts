import { grantWhole } from '../../approving/decideApproval';
import { chooseApproval } from '../../choices/chooseSubject';
import type { Desk } from '../../desk';

/** Approves what waits, once all of it was shown. */
export async function grantApproval(desk: Desk, word?: unknown): Promise<void> {
  const approval_id = await chooseApproval(desk, word);
  if (approval_id !== undefined) {
    await grantWhole(desk, approval_id);
  }
}
