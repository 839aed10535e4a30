import * as vscode from 'vscode';
import type { ChangeFile, ChangeHunk } from '#protocol/views/change';
import type { Review } from './decision/review';
import { firstChange } from './hunks/readHunks';
import { previewPlace } from './previewUri';
import { reviews } from './reviews';
import { traitText } from './reviewTexts';

/** What a lens hands to its command: which hunk of which preview, or the whole file. */
export interface HunkTarget {
  readonly preview_id: string;
  readonly hunk: number | null;
}

/** Accept and reject above every hunk in the diff itself, and above the file as a whole. */
export class HunkLenses implements vscode.CodeLensProvider {
  readonly #changed = new vscode.EventEmitter<void>();

  readonly onDidChangeCodeLenses = this.#changed.event;

  /** Has all lenses drawn anew. */
  refresh(): void {
    this.#changed.fire();
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const place = previewPlace(document.uri);
    const review = place && reviews.ofPreview(place.preview_id);
    const file = place && review?.file(place.preview_id);
    if (!review || !file || place.side !== 'new' || !review.isOpen) {
      return [];
    }
    return [
      ...fileLenses(review, file),
      ...file.hunks.flatMap((hunk) => hunkLenses(review, file, hunk, document.lineCount)),
    ];
  }
}

function fileLenses(review: Review, { preview_id }: ChangeFile): vscode.CodeLens[] {
  const top = new vscode.Range(0, 0, 0, 0);
  const { hunks, accepted, rejected } = review.choices.counts(preview_id);
  const target: HunkTarget = { preview_id, hunk: null };
  const cause = review.stale[preview_id];
  const stale =
    cause === undefined
      ? []
      : [
          lens(
            top,
            `$(warning) ${vscode.l10n.t('Changed since: draft again')}`,
            'holdpoint.change.renew',
            target,
          ),
        ];
  return [
    ...stale,
    lens(top, `$(check) ${vscode.l10n.t('Accept file')}`, 'holdpoint.change.acceptFile', target),
    lens(top, `$(close) ${vscode.l10n.t('Reject file')}`, 'holdpoint.change.rejectHunk', target),
    lens(
      top,
      vscode.l10n.t('hunks: {0}, accepted: {1}, rejected: {2}', hunks, accepted, rejected),
      'holdpoint.change.showReview',
      target,
    ),
  ];
}

function hunkLenses(
  review: Review,
  file: ChangeFile,
  hunk: ChangeHunk,
  lineCount: number,
): vscode.CodeLens[] {
  const { preview_id, hunks } = file;
  const line = Math.min(firstChange(hunk).new, Math.max(1, lineCount)) - 1;
  const range = new vscode.Range(line, 0, line, 0);
  const target: HunkTarget = { preview_id, hunk: hunk.index };
  const verdict = review.choices.of(preview_id, hunk.index);
  const accept = verdict === 'accepted' ? vscode.l10n.t('Accepted') : vscode.l10n.t('Accept');
  const reject = verdict === 'rejected' ? vscode.l10n.t('Rejected') : vscode.l10n.t('Reject');
  const counts = vscode.l10n.t(
    'Hunk {0} of {1}: +{2} −{3}',
    hunk.index + 1,
    hunks.length,
    hunk.added,
    hunk.removed,
  );
  const facts = [counts, ...hunk.traits.map(traitText)].join(', ');
  return [
    lens(
      range,
      `${verdict === 'accepted' ? '$(pass-filled)' : '$(check)'} ${accept}`,
      'holdpoint.change.acceptHunk',
      target,
    ),
    lens(
      range,
      `${verdict === 'rejected' ? '$(error)' : '$(close)'} ${reject}`,
      'holdpoint.change.rejectHunk',
      target,
    ),
    lens(range, facts, 'holdpoint.change.showReview', target),
  ];
}

function lens(range: vscode.Range, title: string, command: string, target: HunkTarget): vscode.CodeLens {
  return new vscode.CodeLens(range, { title, command, arguments: [target] });
}
