import type { Desk } from '../../desk';
import { moveToHunk, placeOf } from '../../review/reviewEditors';

/** Moves the cursor to the hunk before, into the file before above the first. */
export async function previousHunkChange(_desk: Desk): Promise<void> {
  const place = placeOf(undefined);
  if (place !== undefined) {
    await moveToHunk(place, -1);
  }
}
