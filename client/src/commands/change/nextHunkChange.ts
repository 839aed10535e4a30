import type { Desk } from '../../desk';
import { moveToHunk, placeOf } from '../../review/reviewEditors';

/** Moves the cursor to the next hunk of the review, into the next file after the last. */
export async function nextHunkChange(_desk: Desk): Promise<void> {
  const place = placeOf(undefined);
  if (place !== undefined) {
    await moveToHunk(place, 1);
  }
}
