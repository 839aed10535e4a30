import * as vscode from 'vscode';
import {
  type ChangeNews,
  type ChangeReview,
  type ChangeStrings,
  type ChangeTarget,
  type ChangeWish,
  changeTarget,
  changeWish,
} from '#protocol/views/change';
import type { ServerLine } from '../connection/serverLine';
import { approveByPerson, rejectByPerson, renewByPerson } from '../review/askDecision';
import type { Review } from '../review/decision/review';
import { liveReview } from '../review/reviewDesk';
import { showDiffs } from '../review/reviewEditors';
import { reviews } from '../review/reviews';
import { endText } from '../review/reviewTexts';
import { riskText } from '../shown/policyText';
import { changeStrings } from './strings/changeStrings';
import { showView, type View, type ViewKind, type ViewLife } from './webviewPanel';

/** Opens the view of all changes of a review: for many files, and for whoever likes the keyboard. */
export function openChangeReview(line: ServerLine, target: ChangeTarget): void {
  showView(changeReview(line), target);
}

/** The change review as a kind of view: one for each approval. */
export function changeReview(
  line: ServerLine,
): ViewKind<ChangeTarget, ChangeStrings, ChangeNews, ChangeWish> {
  return {
    name: 'change',
    root: line.root,
    target: changeTarget,
    messages: changeWish,
    strings: () => changeStrings(vscode.l10n),
    keyOf: ({ approval_id }) => approval_id,
    titleOf: () => vscode.l10n.t('Proposed changes'),
    attach: (target, view) => new ChangeReviewLife(line, target, view),
  };
}

/** Draws one review and carries what a person says in the view to it. */
class ChangeReviewLife implements ViewLife<ChangeTarget, ChangeWish> {
  readonly #line: ServerLine;
  readonly #view: View<ChangeTarget, ChangeNews>;
  readonly #target: ChangeTarget;
  readonly #listening: vscode.Disposable;
  #review: Review | undefined;

  constructor(line: ServerLine, target: ChangeTarget, view: View<ChangeTarget, ChangeNews>) {
    this.#line = line;
    this.#target = target;
    this.#view = view;
    this.#listening = reviews.onDidChange(({ review, change }) => {
      if (review === this.#review) {
        this.#draw(review, change === 'review');
      }
    });
  }

  async ready(): Promise<void> {
    this.#review ??= await liveReview(this.#line, this.#target.approval_id);
    this.#draw(this.#review, true);
    this.front(this.#view.isInFront);
  }

  /** The commands that decide about a change mean the one of the view in front. */
  front(isInFront: boolean): void {
    if (this.#review !== undefined) {
      reviews.lookAt(this.#review, isInFront);
    }
  }

  async receive(wish: ChangeWish): Promise<void> {
    const review = this.#review;
    if (review === undefined) {
      return;
    }
    switch (wish.type) {
      case 'choose':
        review.choose(wish.preview_ids, wish.hunks, wish.verdict);
        return;
      case 'comment':
        await review.comment(wish.preview_id, wish, wish.text);
        return;
      case 'approve':
        await approveByPerson(review);
        return;
      case 'reject':
        await rejectByPerson(review, wish.reason);
        return;
      case 'renew':
        await renewByPerson(review);
        return;
      case 'open': {
        const file = review.file(wish.preview_id);
        await showDiffs(review, file, file?.hunks[wish.hunk ?? 0]);
      }
    }
  }

  dispose(): void {
    this.front(false);
    this.#listening.dispose();
  }

  #draw(review: Review, isWhole: boolean): void {
    const drawn = drawnReview(review);
    if (isWhole) {
      this.#view.setTitle(vscode.l10n.t('Changes: {0}', drawn.approval.title));
      this.#view.post({ type: 'review', review: drawn });
    } else {
      const { approval: _approval, files: _files, ...state } = drawn;
      this.#view.post({ type: 'state', ...state });
    }
  }
}

/** A review as the view draws it. */
function drawnReview(review: Review): ChangeReview {
  const { approval, files, stale, end, isBusy } = review;
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null);
  const { approval_id, step_id, subject_id, shown, required, votes, expires_at } = approval;
  const risk = text(shown['risk']);
  return {
    approval: {
      approval_id,
      title: text(shown['title']) ?? step_id ?? subject_id,
      step_id,
      risk: risk === null ? null : riskText(risk),
      reason: text(shown['reason']),
      required,
      vote_count: votes.length,
      expires_at,
    },
    files,
    choices: review.choices.toJson(),
    comments: review.comments.map(({ source: _, ...comment }) => comment),
    stale,
    closed: end === null ? null : endText(end),
    is_busy: isBusy,
  };
}
