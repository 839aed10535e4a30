import type { Desk } from '../../desk';
import { placeOf } from '../../review/reviewEditors';

/** Accepts every hunk of the file at the cursor, or of the one of a lens. */
export async function acceptFileChange(_desk: Desk, target?: unknown): Promise<void> {
  const place = placeOf(target);
  if (place?.file !== undefined) {
    place.review.choose([place.file.preview_id], null, 'accepted');
  }
}
