import * as vscode from 'vscode';
import type { ServerLine } from '../connection/serverLine';
import { showFailure } from '../failures';
import type { Review, ReviewChange } from './decision/review';
import { successorOf } from './decision/successor';
import { HunkLenses } from './hunkLenses';
import { HunkMarks } from './hunkMarks';
import { previewPlace, previewScheme, refreshResult } from './previewUri';
import { ReviewComments } from './reviewComments';
import { closeDiffs, hasDiffs, isReviewing, showDiffs } from './reviewEditors';
import { reviews } from './reviews';
import { endText } from './reviewTexts';

/** The review of an approval, with everything that shows it in the editor set up. */
export async function liveReview(line: ServerLine, approvalId: string): Promise<Review> {
  setUp.desk ??= new ReviewDesk();
  return await reviews.get(line, approvalId);
}

/** How long a burst of file changes is waited out before stale previews are looked for. */
const calmMs = 300;

/** Keeps lenses, marks, comments and context keys in step with the reviews of this window. */
class ReviewDesk {
  readonly #lenses = new HunkLenses();
  readonly #marks = new HunkMarks();
  readonly #comments = new ReviewComments();
  readonly #watcher = vscode.workspace.createFileSystemWatcher('**/*');
  #checking: NodeJS.Timeout | undefined;

  constructor() {
    const look = () => this.#look();
    vscode.languages.registerCodeLensProvider({ scheme: previewScheme }, this.#lenses);
    vscode.window.onDidChangeVisibleTextEditors((editors) => this.#marks.draw(editors));
    vscode.window.onDidChangeActiveTextEditor(look);
    vscode.window.tabGroups.onDidChangeTabs(look);
    reviews.onDidLook(look);
    reviews.onDidChange(({ review, change }) => this.#draw(review, change));
    const touch = (uri: vscode.Uri) => this.#touched(uri);
    this.#watcher.onDidChange(touch);
    this.#watcher.onDidCreate(touch);
    this.#watcher.onDidDelete(touch);
    look();
  }

  #draw(review: Review, change: ReviewChange): void {
    if (change === 'ended') {
      this.#close(review).catch(showFailure);
      return;
    }
    if (change === 'review' && hasDiffs(review)) {
      closeDiffs(review)
        .then(() => showDiffs(review))
        .catch(showFailure);
    }
    this.#lenses.refresh();
    this.#marks.draw(vscode.window.visibleTextEditors);
    this.#comments.draw(review);
    for (const { preview_id, path } of review.files) {
      refreshResult({ root: review.line.root, approval_id: review.approvalId, preview_id, path });
    }
    this.#look();
  }

  /** Leaves a review that is over; what others decided is said, with who and when. */
  async #close(review: Review): Promise<void> {
    const wasShown = hasDiffs(review);
    this.#comments.forget(review);
    await closeDiffs(review);
    reviews.forget(review);
    this.#look();
    const { end } = review;
    if (end === null || end.isOurs || !wasShown) {
      return;
    }
    const isOvertaken = end.status === 'superseded' || end.status === 'expired';
    const next = vscode.l10n.t('Review What Waits Now');
    const chosen = await vscode.window.showInformationMessage(
      `Holdpoint: ${endText(end)}`,
      ...(isOvertaken ? [next] : []),
    );
    const successor = chosen === next ? await successorOf(review.line, review.approval, null, calmMs) : null;
    if (successor !== null) {
      await showDiffs(await liveReview(review.line, successor.approval_id));
    }
  }

  #look(): void {
    const place = previewPlace(vscode.window.activeTextEditor?.document.uri);
    const review = place && reviews.ofPreview(place.preview_id);
    if (review !== undefined) {
      reviews.latest = review;
    }
    const isActive = isReviewing();
    void vscode.commands.executeCommand('setContext', 'holdpoint.review.isActive', isActive);
    void vscode.commands.executeCommand(
      'setContext',
      'holdpoint.review.isOpen',
      isActive && (reviews.latest?.isOpen ?? false),
    );
    void vscode.commands.executeCommand(
      'setContext',
      'holdpoint.review.isInView',
      reviews.inFront?.isOpen ?? false,
    );
  }

  #touched(uri: vscode.Uri): void {
    const review = reviews.latest;
    const path = vscode.workspace.asRelativePath(uri, false);
    if (review?.isOpen && review.files.some((file) => file.path === path)) {
      clearTimeout(this.#checking);
      this.#checking = setTimeout(() => review.check().catch(showFailure), calmMs);
    }
  }
}

const setUp: { desk?: ReviewDesk } = {};
