import type * as vscode from 'vscode';
import { AppError } from '#protocol/errors';
import type { CommentView, ReviewView } from '#protocol/methods/reviews';
import type { ChangeChoices, ChangeFile, ChangeReview, HunkVerdict } from '#protocol/views/change';
import { Listeners } from '../../connection/listeners';
import type { ServerLine } from '../../connection/serverLine';
import { carriedChoices } from '../hunks/carriedChoices';
import { HunkChoices } from '../hunks/hunkChoices';
import { readFile } from '../hunks/readHunks';
import { successorOf } from './successor';

/** Keeps what was said of hunks over a reload of the window. */
export interface ReviewMemory {
  read(approvalId: string): ChangeChoices | undefined;
  keep(approvalId: string, choices: ChangeChoices | undefined): void;
}

/** What became of a review: decided by somebody, or overtaken by another request. */
export interface ReviewEnd {
  readonly status: ReviewView['status'];
  readonly actor: string | null;
  readonly source: string | null;
  readonly at: string | null;
  readonly reason: string | null;
  /** Whether this window decided. */
  readonly isOurs: boolean;
  /** The request about the same step that waits instead. */
  readonly nextId: string | null;
}

/** What changed in a review: all of it, what was said of it, or that it ended. */
export type ReviewChange = 'review' | 'state' | 'ended';

/** One approval under review: what the server said of it, and what the person says of its hunks before deciding. */
export class Review implements vscode.Disposable {
  readonly line: ServerLine;
  readonly #memory: ReviewMemory;
  /** How long to wait for a run to ask again. */
  readonly patienceMs: number;
  readonly #changed = new Listeners<ReviewChange>();
  readonly #subscriptions: vscode.Disposable[] = [];
  #view: ReviewView;
  #files: readonly ChangeFile[];
  #choices: HunkChoices;
  #stale: ChangeReview['stale'] = {};
  #end: ReviewEnd | null = null;
  #isBusy = false;
  /** How often it was asked to read: only what was asked for last counts. */
  #readCount = 0;

  /** Reads an approval and follows it until it is disposed of. */
  static async open(
    line: ServerLine,
    approvalId: string,
    memory: ReviewMemory,
    patienceMs = 20_000,
  ): Promise<Review> {
    const view = await line.request('approval/review', { approval_id: approvalId });
    const review = new Review(line, view, memory, patienceMs);
    await review.#settleEnd();
    await review.check();
    return review;
  }

  private constructor(line: ServerLine, view: ReviewView, memory: ReviewMemory, patienceMs: number) {
    this.line = line;
    this.#memory = memory;
    this.patienceMs = patienceMs;
    this.#view = view;
    this.#files = view.files.map(readFile);
    this.#choices = new HunkChoices(this.#files, memory.read(view.approval_id));
    this.#subscriptions.push(
      line.on('approval/changed', ({ approval_id }) => this.#follow(approval_id === this.approvalId)),
      line.on('event/appended', ({ events }) => this.#follow(events.some((event) => this.#isComment(event)))),
      line.onDidConnect(() => this.#follow(true)),
    );
  }

  readonly onDidChange = this.#changed.event;

  get approvalId(): string {
    return this.#view.approval_id;
  }

  get approval(): ReviewView {
    return this.#view;
  }

  get files(): readonly ChangeFile[] {
    return this.#files;
  }

  get choices(): HunkChoices {
    return this.#choices;
  }

  get comments(): readonly CommentView[] {
    return this.#view.comments;
  }

  get stale(): ChangeReview['stale'] {
    return this.#stale;
  }

  /** What became of it, once it can no longer be decided. */
  get end(): ReviewEnd | null {
    return this.#end;
  }

  get isBusy(): boolean {
    return this.#isBusy;
  }

  get isOpen(): boolean {
    return this.#end === null && !this.#isBusy;
  }

  /** Whether a high risk must be confirmed in so many words. */
  get needsConfirmation(): boolean {
    return this.#view.shown['needs_confirmation'] === true;
  }

  file(previewId: string): ChangeFile | undefined {
    return this.#files.find(({ preview_id }) => preview_id === previewId);
  }

  /** Says something of hunks; nothing leaves this window before the decision. */
  choose(
    previewIds: readonly string[],
    hunks: readonly number[] | null,
    verdict: HunkVerdict | 'open',
  ): void {
    if (!this.isOpen) {
      return;
    }
    for (const previewId of previewIds) {
      this.#choices.set(previewId, hunks, verdict);
    }
    this.#memory.keep(this.approvalId, this.#choices.toJson());
    this.#changed.fire('state');
  }

  /** Sends a comment to the record at once: it is no decision, and must not be lost with the window. */
  async comment(
    previewId: string,
    place: { readonly hunk: number; readonly side: 'old' | 'new'; readonly line: number | null },
    text: string,
  ): Promise<CommentView> {
    const { hunk, side, line } = place;
    const params = { preview_id: previewId, hunk, side, text, ...(line === null ? {} : { line }) };
    const said = await this.line.request('preview/comment', params);
    if (!this.#view.comments.some(({ comment_id }) => comment_id === said.comment_id)) {
      this.#view = { ...this.#view, comments: [...this.#view.comments, said] };
      this.#changed.fire('state');
    }
    return said;
  }

  /** Looks whether the files still are what the change was drafted on. */
  async check(): Promise<boolean> {
    if (this.#end !== null) {
      return true;
    }
    const { stale } = await this.line.request('approval/check', { approval_id: this.approvalId });
    const found = Object.fromEntries(stale.map(({ preview_id, cause }) => [preview_id, cause]));
    if (JSON.stringify(found) !== JSON.stringify(this.#stale)) {
      this.#stale = found;
      this.#changed.fire('state');
    }
    return stale.length === 0;
  }

  /** Does one thing at a time; what somebody else decided meanwhile ends the review instead of failing it. */
  async whileBusy<T>(act: () => Promise<T>): Promise<T | 'over'> {
    if (!this.isOpen) {
      return 'over';
    }
    this.#isBusy = true;
    this.#changed.fire('state');
    try {
      return await act();
    } catch (error) {
      if (
        error instanceof AppError &&
        (error.code === 'ALREADY_DECIDED' || error.code === 'APPROVAL_STALE')
      ) {
        await this.read(this.approvalId);
        return 'over';
      }
      throw error;
    } finally {
      this.#isBusy = false;
      this.#changed.fire('state');
    }
  }

  /** Ends the review with a decision of this window. */
  finish(decided: Omit<ReviewView, 'files' | 'comments'>): void {
    this.#memory.keep(this.approvalId, undefined);
    this.#endWith(decided, true, null);
  }

  /** Reads an approval anew: this one, or the one that took its place, with the drafts that followed older ones. */
  async read(approvalId: string, successors: ReadonlyMap<string, string> = new Map()): Promise<void> {
    this.#readCount += 1;
    const mine = this.#readCount;
    const view = await this.line.request('approval/review', { approval_id: approvalId });
    if (mine !== this.#readCount) {
      // A later reading was asked for meanwhile: what it brings is newer.
      return;
    }
    const isSame = view.digest === this.#view.digest && view.approval_id === this.approvalId;
    this.#view = view;
    if (!isSame) {
      const said = this.#choices.toJson();
      const files = view.files.map(readFile);
      const carried = carriedChoices(said, this.#files, files, successors);
      this.#files = files;
      this.#choices = new HunkChoices(files, { ...said, ...carried });
      this.#stale = {};
      this.#memory.keep(approvalId, this.#choices.toJson());
    }
    await this.#settleEnd();
    this.#changed.fire(isSame ? 'state' : 'review');
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
  }

  #follow(isAboutUs: boolean): void {
    if (isAboutUs && this.#end === null && !this.#isBusy) {
      // A line that is down tells when it is back, and then all is read anew.
      this.read(this.approvalId).catch(() => undefined);
    }
  }

  #isComment(event: unknown): boolean {
    const { type, run_id, payload } = event as {
      type?: string;
      run_id?: string;
      payload?: { comments?: [] };
    };
    const isOurs = run_id === this.#view.run_id && type === 'preview.hunks_rejected';
    return isOurs && (payload?.comments?.length ?? 0) > 0;
  }

  async #settleEnd(): Promise<void> {
    if (this.#view.status !== 'requested' && this.#end === null) {
      const next =
        this.#view.status === 'superseded' || this.#view.status === 'expired'
          ? await successorOf(this.line, this.#view, null, 0)
          : null;
      this.#endWith(this.#view, false, next?.approval_id ?? null);
    }
  }

  #endWith(
    { status, actor, source, decided_at, reason }: Omit<ReviewView, 'files' | 'comments'>,
    isOurs: boolean,
    nextId: string | null,
  ): void {
    this.#end = { status, actor, source, at: decided_at, reason, isOurs, nextId };
    this.#memory.keep(this.approvalId, undefined);
    this.#changed.fire('ended');
  }
}
