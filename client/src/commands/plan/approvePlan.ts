import { approveVersion } from '../../approving/approveVersion';
import type { Desk } from '../../desk';
import { meantVersion } from '../../journey/meantVersion';

/** Approves a plan version once the person has seen what it would do. */
export async function approvePlan(desk: Desk, word?: unknown): Promise<void> {
  const meant = await meantVersion(desk, word);
  if (meant !== undefined) {
    await approveVersion(desk, { session_id: meant.session_id, version: meant.version });
  }
}
