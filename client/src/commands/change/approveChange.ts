import type { Desk } from '../../desk';
import { approveByPerson } from '../../review/askDecision';
import { placeOf } from '../../review/reviewEditors';

/** Approves the change under review without its rejected hunks. */
export async function approveChange(_desk: Desk, target?: unknown): Promise<void> {
  const place = placeOf(target);
  if (place !== undefined) {
    await approveByPerson(place.review);
  }
}
