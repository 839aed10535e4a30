import type { Desk } from '../../desk';
import { renewByPerson } from '../../review/askDecision';
import { placeOf } from '../../review/reviewEditors';

/** Has the changes whose files changed since drafted again. */
export async function renewChange(_desk: Desk, target?: unknown): Promise<void> {
  const place = placeOf(target);
  if (place !== undefined) {
    await renewByPerson(place.review);
  }
}
