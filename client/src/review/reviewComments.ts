import * as vscode from 'vscode';
import type { CommentView } from '#protocol/methods/reviews';
import type { Review } from './decision/review';
import { firstChange, hunkAt, lastLine } from './hunks/readHunks';
import { previewPlace, previewUri } from './previewUri';
import { reviews } from './reviews';

/** Comments on lines of proposed changes: each goes to the record at once, and back to the author from there. */
export class ReviewComments implements vscode.Disposable {
  readonly #controller = vscode.comments.createCommentController(
    'holdpoint.review',
    vscode.l10n.t('Review of a proposed change'),
  );
  readonly #threads = new Map<Review, Map<string, vscode.CommentThread>>();

  constructor() {
    this.#controller.options = {
      prompt: vscode.l10n.t('Comment for the author'),
      placeHolder: vscode.l10n.t('What should be different? A comment decides nothing.'),
    };
    this.#controller.commentingRangeProvider = { provideCommentingRanges: rangesOf };
  }

  /** Draws what was said in a review; threads stay as a person left them. */
  draw(review: Review): void {
    const threads = this.#threads.get(review) ?? new Map<string, vscode.CommentThread>();
    this.#threads.set(review, threads);
    const wanted = new Map<string, CommentView[]>();
    for (const comment of review.comments) {
      wanted.set(placeKey(comment), [...(wanted.get(placeKey(comment)) ?? []), comment]);
    }
    for (const [key, thread] of threads) {
      if (!wanted.has(key)) {
        thread.dispose();
        threads.delete(key);
      }
    }
    for (const [key, said] of wanted) {
      const thread = threads.get(key) ?? this.#thread(review, said[0]);
      if (thread !== undefined) {
        threads.set(key, thread);
        thread.comments = said.map(shown);
        thread.canReply = review.isOpen;
      }
    }
  }

  forget(review: Review): void {
    for (const thread of this.#threads.get(review)?.values() ?? []) {
      thread.dispose();
    }
    this.#threads.delete(review);
  }

  dispose(): void {
    this.#controller.dispose();
  }

  #thread(review: Review, comment: CommentView | undefined): vscode.CommentThread | undefined {
    const file = comment && review.file(comment.preview_id);
    const hunk = file?.hunks[comment?.hunk ?? 0];
    if (!comment || !file || !hunk) {
      return undefined;
    }
    const { preview_id, path } = file;
    const { side } = comment;
    const line = (comment.line ?? firstChange(hunk)[side]) - 1;
    const uri = previewUri({
      root: review.line.root,
      approval_id: review.approvalId,
      preview_id,
      path,
      side,
    });
    const thread = this.#controller.createCommentThread(uri, new vscode.Range(line, 0, line, 0), []);
    thread.collapsibleState = vscode.CommentThreadCollapsibleState.Expanded;
    thread.label = vscode.l10n.t('Hunk {0}', hunk.index + 1);
    return thread;
  }
}

/** Sends what was written into a thread; a thread that the editor made is replaced by the one drawn from the record. */
export async function sendComment({ thread, text }: vscode.CommentReply): Promise<void> {
  const place = previewPlace(thread.uri);
  const review = place && reviews.ofPreview(place.preview_id);
  const line = (thread.range?.start.line ?? 0) + 1;
  if (!review || !place || place.side === 'result' || text.trim() === '') {
    return;
  }
  const { side, preview_id } = place;
  const hunk = hunkAt(review.file(preview_id)?.hunks ?? [], side, line);
  if (hunk !== undefined) {
    const isNew = thread.comments.length === 0;
    await review.comment(preview_id, { hunk: hunk.index, side, line }, text.trim());
    if (isNew) {
      thread.dispose();
    }
  }
}

function rangesOf(document: vscode.TextDocument): vscode.Range[] {
  const place = previewPlace(document.uri);
  const review = place && reviews.ofPreview(place.preview_id);
  const side = place?.side;
  if (!place || !review?.isOpen || side === 'result' || side === undefined) {
    return [];
  }
  return (review.file(place.preview_id)?.hunks ?? []).map((hunk) => {
    const start = Math.max(1, side === 'old' ? hunk.old_start : hunk.new_start) - 1;
    return new vscode.Range(start, 0, Math.max(start, lastLine(hunk, side) - 1), 0);
  });
}

function placeKey({ preview_id, side, line, hunk }: CommentView): string {
  return `${preview_id} ${side} ${line ?? `hunk ${hunk}`}`;
}

function shown({ actor, text, at, is_earlier }: CommentView): vscode.Comment {
  return {
    author: { name: actor },
    // Text, never Markdown: what others wrote must not become links or pictures.
    body: new vscode.MarkdownString().appendText(text),
    mode: vscode.CommentMode.Preview,
    timestamp: new Date(at),
    ...(is_earlier ? { label: vscode.l10n.t('on an earlier version') } : {}),
  };
}
