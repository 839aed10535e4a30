import * as vscode from 'vscode';
import type { Result } from '#protocol/methods';
import type { ServerLines } from '../connection/serverLines';
import { previewPlace, resultChanged } from './previewUri';

/**
 * Gives the texts of proposed changes to the editor. A window that was reloaded asks for the documents of its tabs
 * before anybody opened a review, so this is registered first, and loads the rest when it is asked.
 */
export class ReviewDocuments implements vscode.TextDocumentContentProvider {
  readonly #line: Pick<ServerLines, 'current'>;

  readonly onDidChange = resultChanged.event;

  constructor(line: Pick<ServerLines, 'current'>) {
    this.#line = line;
  }

  async provideTextDocumentContent(uri: vscode.Uri, token: vscode.CancellationToken): Promise<string> {
    const place = previewPlace(uri);
    if (place === undefined) {
      return '';
    }
    const { liveReview } = await import('./reviewDesk');
    const review = await liveReview(this.#line.current, place.approval_id);
    const reject = place.side === 'result' ? review.choices.rejected(place.preview_id) : [];
    const side = place.side === 'old' ? 'old' : 'new';
    const { preview_id } = place;
    const content = await review.line.request('preview/content', { preview_id, side, reject }, token);
    return content.text ?? sentenceFor(content);
  }
}

/** What stands in place of bytes that no editor shows as text. */
export function sentenceFor({ omitted, bytes, sha256 }: Result<'preview/content'>): string {
  switch (omitted) {
    case 'binary':
      return vscode.l10n.t('Binary file, {0} bytes, sha256 {1}', bytes ?? 0, sha256 ?? '');
    case 'too_large':
      return vscode.l10n.t('Too large to be shown here: {0} bytes, sha256 {1}', bytes ?? 0, sha256 ?? '');
    case 'gone':
      return vscode.l10n.t('The bytes of this preview are no longer kept. Draft the change again.');
    default:
      return '';
  }
}
