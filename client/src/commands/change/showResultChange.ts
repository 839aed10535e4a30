import type { Desk } from '../../desk';
import { placeOf, showResultDiff } from '../../review/reviewEditors';

/** Shows the file at the cursor as it would be without the rejected hunks. */
export async function showResultChange(_desk: Desk, target?: unknown): Promise<void> {
  const place = placeOf(target);
  if (place?.file !== undefined) {
    await showResultDiff(place.review, place.file);
  }
}
