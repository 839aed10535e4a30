import * as vscode from 'vscode';
import type { ChangeFile, ChangeHunk, HunkVerdict } from '#protocol/views/change';
import type { Review } from './decision/review';
import type { HunkTarget } from './hunkLenses';
import { firstChange, hunkAt } from './hunks/readHunks';
import { previewPlace, previewScheme, previewUri } from './previewUri';
import { reviews } from './reviews';

/** More files than this are listed in the view of changes, not opened side by side. */
export const openAtOnce = 60;

/** Where in which review a person is. */
export interface ReviewPlace {
  readonly review: Review;
  readonly file: ChangeFile | undefined;
  readonly hunk: ChangeHunk | undefined;
}

/** Opens the diff of a review: of its one file, of one of its files, or of all together. */
export async function showDiffs(review: Review, only?: ChangeFile, hunk?: ChangeHunk): Promise<void> {
  const { files } = review;
  const one = only ?? (files.length === 1 ? files[0] : undefined);
  if (one !== undefined) {
    await showDiff(review, one, hunk);
  } else if ((await vscode.commands.getCommands()).includes('vscode.changes')) {
    const resources = files.map((file) => [
      sideUri(review, file, 'new'),
      sideUri(review, file, 'old'),
      sideUri(review, file, 'new'),
    ]);
    await vscode.commands.executeCommand('vscode.changes', titleOf(review), resources);
  } else {
    const picked = await vscode.window.showQuickPick(
      files.map((file) => ({ label: file.path, description: file.op, file })),
      { title: titleOf(review) },
    );
    if (picked !== undefined) {
      await showDiff(review, picked.file);
    }
  }
}

/** Shows a file as it would be without the rejected hunks, against the file as it is. */
export async function showResultDiff(review: Review, file: ChangeFile): Promise<void> {
  const title = vscode.l10n.t('{0}: without the rejected hunks', file.path);
  const sides = [sideUri(review, file, 'old'), sideUri(review, file, 'result')];
  await vscode.commands.executeCommand('vscode.diff', ...sides, title, { preview: true });
}

/** Closes every editor of a review. */
export async function closeDiffs(review: Review): Promise<void> {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs).filter((tab) => isOf(review, tab));
  if (tabs.length > 0) {
    await vscode.window.tabGroups.close(tabs, true);
  }
}

/** Whether any editor shows a review. */
export function hasDiffs(review: Review): boolean {
  return vscode.window.tabGroups.all.some((group) => group.tabs.some((tab) => isOf(review, tab)));
}

/**
 * The place that a lens or the title of a diff names, else the review whose view is in front, else where the cursor is in
 * a review, else the review whose editor has the focus. What is named and no longer there is nowhere: nobody decides about another change instead.
 */
export function placeOf(target: unknown): ReviewPlace | undefined {
  const { preview_id, hunk } = namedBy(target);
  if (preview_id === undefined) {
    return placeOfCursor();
  }
  const review = reviews.ofPreview(preview_id);
  const file = review?.file(preview_id);
  return review && { review, file, hunk: file?.hunks.find(({ index }) => index === hunk) };
}

/** A lens hands over its hunk; the title of an editor the address of what the editor shows. */
function namedBy(target: unknown): Partial<HunkTarget> {
  if (!(target instanceof vscode.Uri)) {
    return (target ?? {}) as Partial<HunkTarget>;
  }
  const place = previewPlace(target);
  const here = previewPlace(vscode.window.activeTextEditor?.document.uri);
  return place === undefined || place.preview_id === here?.preview_id ? {} : { preview_id: place.preview_id };
}

function placeOfCursor(): ReviewPlace | undefined {
  const { inFront } = reviews;
  if (inFront?.isOpen) {
    return { review: inFront, file: undefined, hunk: undefined };
  }
  const editor = vscode.window.activeTextEditor;
  const place = previewPlace(editor?.document.uri);
  const review = place === undefined ? reviewInFront() : reviews.ofPreview(place.preview_id);
  const file = place && review?.file(place.preview_id);
  const line = (editor?.selection.active.line ?? 0) + 1;
  const hunk = file && hunkAt(file.hunks, place?.side === 'old' ? 'old' : 'new', line);
  return review && { review, file, hunk };
}

/** Whether the editor with the focus shows a review. */
export function isReviewing(): boolean {
  return (
    previewPlace(vscode.window.activeTextEditor?.document.uri) !== undefined || reviewInFront() !== undefined
  );
}

/** The review that was last looked at, when the tab in front shows it: a view of many files has no cursor of its own. */
function reviewInFront(): Review | undefined {
  const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
  const { latest } = reviews;
  return latest !== undefined && tab !== undefined && isOf(latest, tab) ? latest : undefined;
}

/** Says something of the hunk that a lens names or the cursor is in, or of its whole file, and goes on to the next. */
export async function chooseHunk(target: unknown, verdict: HunkVerdict): Promise<void> {
  const place = placeOf(target);
  if (place?.file === undefined || !place.review.isOpen) {
    return;
  }
  const { review, file, hunk } = place;
  const isOfFile = (target as Partial<HunkTarget> | undefined)?.hunk === null;
  if (isOfFile || hunk === undefined) {
    review.choose([file.preview_id], null, verdict);
  } else {
    review.choose([file.preview_id], [hunk.index], verdict);
    await showHunkAfter(review, file, hunk);
  }
}

/** Moves the cursor to the next or previous hunk, over the borders of files. */
export async function moveToHunk(place: ReviewPlace, by: 1 | -1): Promise<void> {
  const { review, file, hunk } = place;
  const all = review.files.flatMap((one) => one.hunks.map((each) => ({ file: one, hunk: each })));
  const here = all.findIndex((each) => each.file === file && each.hunk === hunk);
  const next = all[here < 0 ? 0 : (here + stepFrom(hunk, by) + all.length) % all.length];
  if (next !== undefined) {
    await showHunk(review, next.file, next.hunk);
  }
}

async function showHunkAfter(review: Review, file: ChangeFile, hunk: ChangeHunk): Promise<void> {
  const all = review.files.flatMap((one) => one.hunks.map((each) => ({ file: one, hunk: each })));
  const next = all[all.findIndex((each) => each.file === file && each.hunk === hunk) + 1];
  if (next !== undefined) {
    await showHunk(review, next.file, next.hunk);
  }
}

/** How many hunks to go: none when the cursor stands beside the change of its own hunk, on the side to go to. */
function stepFrom(hunk: ChangeHunk | undefined, by: 1 | -1): number {
  const editor = vscode.window.activeTextEditor;
  const side = previewPlace(editor?.document.uri)?.side === 'old' ? 'old' : 'new';
  const line = (editor?.selection.active.line ?? 0) + 1;
  const isBeside = hunk !== undefined && (firstChange(hunk)[side] - line) * by > 0;
  return isBeside ? 0 : by;
}

async function showHunk(review: Review, file: ChangeFile, hunk: ChangeHunk): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const place = previewPlace(editor?.document.uri);
  if (editor && place?.preview_id === file.preview_id && place.side === 'new') {
    const range = rangeOf(hunk);
    editor.selection = new vscode.Selection(range.start, range.start);
    editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    return;
  }
  await showDiff(review, file, hunk);
}

async function showDiff(review: Review, file: ChangeFile, hunk?: ChangeHunk): Promise<void> {
  const title = vscode.l10n.t('{0}: proposed change', file.path);
  const options: vscode.TextDocumentShowOptions = {
    preview: review.files.length > 1,
    ...(hunk === undefined ? {} : { selection: rangeOf(hunk) }),
  };
  const sides = [sideUri(review, file, 'old'), sideUri(review, file, 'new')];
  await vscode.commands.executeCommand('vscode.diff', ...sides, title, options);
}

function rangeOf(hunk: ChangeHunk): vscode.Range {
  const line = firstChange(hunk).new - 1;
  return new vscode.Range(line, 0, line, 0);
}

function sideUri(
  review: Review,
  { preview_id, path }: ChangeFile,
  side: 'old' | 'new' | 'result',
): vscode.Uri {
  return previewUri({ root: review.line.root, approval_id: review.approvalId, preview_id, path, side });
}

function titleOf({ approval, files }: Review): string {
  const step = approval.step_id ?? approval.subject_id;
  return vscode.l10n.t('Review {0}: {1} files ({2})', step, files.length, approval.approval_id);
}

function isOf(review: Review, tab: vscode.Tab): boolean {
  if (tab.input instanceof vscode.TabInputTextDiff) {
    const { modified } = tab.input;
    return modified.scheme === previewScheme && isAbout(review, modified);
  }
  return tab.label.includes(review.approvalId);
}

function isAbout(review: Review, uri: vscode.Uri): boolean {
  const place = previewPlace(uri);
  return (
    place !== undefined &&
    (place.approval_id === review.approvalId || review.file(place.preview_id) !== undefined)
  );
}
