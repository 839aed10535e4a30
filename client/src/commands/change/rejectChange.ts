import type { Desk } from '../../desk';
import { rejectByPerson } from '../../review/askDecision';
import { placeOf } from '../../review/reviewEditors';

/** Rejects the whole change under review with a reason. */
export async function rejectChange(_desk: Desk, target?: unknown): Promise<void> {
  const place = placeOf(target);
  if (place !== undefined) {
    await rejectByPerson(place.review);
  }
}
