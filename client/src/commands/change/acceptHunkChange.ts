import type { Desk } from '../../desk';
import { chooseHunk } from '../../review/reviewEditors';

/** Accepts the hunk at the cursor, or the one of a lens, and goes on to the next. */
export async function acceptHunkChange(_desk: Desk, target?: unknown): Promise<void> {
  await chooseHunk(target, 'accepted');
}
