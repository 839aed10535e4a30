import * as vscode from 'vscode';
import type { ServerLine } from '../connection/serverLine';
import { offerRenewal } from './askDecision';
import { liveReview } from './reviewDesk';
import { openAtOnce, showDiffs } from './reviewEditors';
import { endText } from './reviewTexts';

/** Opens the review of an approval in the editor's own diff; a decided one is shown all the same, to be read. */
export async function openReview(
  line: ServerLine,
  { approval_id }: { readonly approval_id: string },
): Promise<void> {
  const review = await liveReview(line, approval_id);
  if (review.files.length === 0) {
    await vscode.window.showInformationMessage(vscode.l10n.t('This approval is about no change of a file.'));
    return;
  }
  if (review.files.length > openAtOnce) {
    await vscode.commands.executeCommand('holdpoint.change.showReview', { approval_id });
  } else {
    await showDiffs(review);
  }
  if (review.end !== null) {
    vscode.window.setStatusBarMessage(`$(info) ${endText(review.end)}`, 8_000);
  } else if (Object.keys(review.stale).length > 0) {
    await offerRenewal(review);
  }
}
