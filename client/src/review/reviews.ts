import { Listeners } from '../connection/listeners';
import type { ServerLine } from '../connection/serverLine';
import { Review, type ReviewChange } from './decision/review';
import { keptChoices } from './keptChoices';

/** All reviews of this window, by approval; each is read once however often it is shown. */
class Reviews {
  readonly #open = new Map<string, Promise<Review>>();
  readonly #live = new Set<Review>();
  readonly #changed = new Listeners<{ readonly review: Review; readonly change: ReviewChange }>();
  readonly #looked = new Listeners<void>();
  #inFront: Review | undefined;
  /** The review that was last looked at. */
  latest: Review | undefined;

  readonly onDidChange = this.#changed.event;
  readonly onDidLook = this.#looked.event;

  /** The review whose view of all changes is in front of the window. */
  get inFront(): Review | undefined {
    return this.#inFront;
  }

  /** Notes that the view of a review came to the front, or is there no longer. */
  lookAt(review: Review, isInFront: boolean): void {
    if (isInFront) {
      this.#inFront = review;
    } else if (this.#inFront === review) {
      this.#inFront = undefined;
    }
    this.#looked.fire();
  }

  /** The review of an approval, read now or earlier. */
  async get(line: ServerLine, approvalId: string): Promise<Review> {
    const known = [...this.#live].find((review) => review.approvalId === approvalId);
    const opening = known
      ? Promise.resolve(known)
      : (this.#open.get(approvalId) ?? this.#read(line, approvalId));
    const review = await opening;
    this.latest = review;
    return review;
  }

  /** The live review that a preview belongs to. */
  ofPreview(previewId: string): Review | undefined {
    return [...this.#live].find((review) => review.file(previewId) !== undefined);
  }

  /** Forgets a review that is over and no longer shown. */
  forget(review: Review): void {
    this.#live.delete(review);
    this.latest = this.latest === review ? undefined : this.latest;
    review.dispose();
  }

  async #read(line: ServerLine, approvalId: string): Promise<Review> {
    const opening = Review.open(line, approvalId, keptChoices);
    this.#open.set(approvalId, opening);
    try {
      const review = await opening;
      this.#live.add(review);
      review.onDidChange((change) => this.#changed.fire({ review, change }));
      this.#changed.fire({ review, change: 'review' });
      return review;
    } finally {
      this.#open.delete(approvalId);
    }
  }
}

/** The reviews of this window. */
export const reviews = new Reviews();
