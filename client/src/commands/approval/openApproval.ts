import * as vscode from 'vscode';
import { chooseApproval } from '../../choices/chooseSubject';
import type { Desk } from '../../desk';
import { openPlanBoard } from '../../panels/planBoard';
import { openReview } from '../../review/openReview';
import { approvalText } from '../../trees/approvals/approvalText';
import { approvalTitle, versionOf } from '../../trees/approvals/approvalTitle';

/** Opens what an approval is about: a plan on its board, a change of files in the review, all else in full as text. */
export async function openApproval(desk: Desk, word?: unknown): Promise<void> {
  const approval_id = await chooseApproval(desk, word);
  if (approval_id === undefined) {
    return;
  }
  const line = desk.line.current;
  const approval = await line.request('approval/show', { approval_id });
  const { session_id, subject_type, digest, preview_ids } = approval;
  const version = versionOf(approval);
  if (subject_type === 'plan' && version !== undefined) {
    openPlanBoard(line, { session_id, version });
    return;
  }
  if (preview_ids.length > 0) {
    desk.seen.add(digest);
    await openReview(line, { approval_id });
    return;
  }
  const title = approvalTitle(approval, vscode.l10n);
  await desk.texts.show(`${title}.txt`, approvalText(approval, vscode.l10n));
  desk.seen.add(digest);
}
