import type { Desk } from '../../desk';
import { openChangeReview } from '../../panels/changeReview';
import { placeOf } from '../../review/reviewEditors';
import { approvalIdOf, pickPending } from './reviewChange';

/** Shows all changes of a review in one view: of the approval that is named, of the review at hand, or of a picked one. */
export async function showReviewChange(desk: Desk, target?: unknown): Promise<void> {
  const named = approvalIdOf(target);
  const review = named === undefined ? placeOf(target)?.review : undefined;
  const approval_id = named ?? review?.approvalId ?? (await pickPending(desk));
  if (approval_id !== undefined) {
    openChangeReview(review?.line ?? desk.line.current, { approval_id });
  }
}
