import type { ReviewView } from '#protocol/methods/reviews';
import type { Review } from './review';
import { isSameButForPreviews, successorOf } from './successor';

/** How an approval went; only `granted` means that the step goes on. */
export type ApproveOutcome =
  | 'granted'
  | 'others_needed'
  | 'stale'
  | 'nothing_left'
  | 'changed'
  | 'not_asked_again'
  | 'over';

/** What a person has confirmed in so many words. */
export interface Confirmation {
  readonly isConfirmed: boolean;
}

/** Grants what remains: exactly the files as shown without the rejected hunks, or nothing at all. */
export async function approveReview(review: Review, confirmation: Confirmation): Promise<ApproveOutcome> {
  const { hunks, rejected } = review.choices.counts();
  if (hunks > 0 && rejected === hunks) {
    return 'nothing_left';
  }
  return await review.whileBusy(async () => {
    if (!(await review.check())) {
      return 'stale';
    }
    return rejected === 0
      ? await grant(review, review.approval, confirmation)
      : await grantRest(review, confirmation);
  });
}

/** Refuses the change for good; the reason goes back to its author. */
export async function rejectReview(review: Review, reason: string): Promise<void> {
  await review.whileBusy(async () => {
    const { approvalId: approval_id } = review;
    review.finish(await review.line.request('approval/reject', { approval_id, reason }));
  });
}

/** Has the stale changes drafted again on the files as they are, and goes on with the request that follows. */
export async function renewReview(review: Review): Promise<'renewed' | 'not_asked_again' | 'over'> {
  return await review.whileBusy(async () => {
    const old = review.approval;
    const { renewed } = await review.line.request('approval/renew', { approval_id: review.approvalId });
    if (renewed.length === 0) {
      await review.check();
      return 'renewed';
    }
    const fresh = new Map(renewed.map(({ derived_from, preview_id }) => [derived_from ?? '', preview_id]));
    const ids = old.preview_ids.map((id) => fresh.get(id) ?? id);
    const next = await successorOf(review.line, old, ids, review.patienceMs);
    await review.read(next?.approval_id ?? old.approval_id, fresh);
    return next === null ? 'not_asked_again' : 'renewed';
  });
}

/** Leaves the rejected hunks out and grants the request that follows, if it asks for nothing else than what was seen. */
async function grantRest(review: Review, confirmation: Confirmation): Promise<ApproveOutcome> {
  const old = review.approval;
  const { approval_id, digest } = old;
  const choices = review.choices.rejections();
  const { preview_ids } = await review.line.request('approval/choose', { approval_id, digest, choices });
  const next = await successorOf(review.line, old, preview_ids, review.patienceMs);
  if (next === null) {
    await review.read(approval_id);
    return 'not_asked_again';
  }
  if (!isSameButForPreviews(old, next)) {
    await review.read(next.approval_id);
    return 'changed';
  }
  return await grant(review, next, confirmation);
}

async function grant(
  review: Review,
  { approval_id, digest }: Pick<ReviewView, 'approval_id' | 'digest'>,
  { isConfirmed }: Confirmation,
): Promise<ApproveOutcome> {
  const params = { approval_id, digest, confirm_high_risk: isConfirmed };
  const decided = await review.line.request('approval/grant', params);
  if (decided.status === 'requested') {
    await review.read(approval_id);
    return 'others_needed';
  }
  review.finish(decided);
  return 'granted';
}
