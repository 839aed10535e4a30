import * as vscode from 'vscode';
import { chooseApproval } from '../../choices/chooseSubject';
import type { Desk } from '../../desk';
import { openPlanBoard } from '../../panels/planBoard';
import { openReview } from '../../review/openReview';
import { approvalText } from '../../trees/approvals/approvalText';
import { approvalTitle, versionOf } from '../../trees/approvals/approvalTitle';
import { speech } from '../../trees/sidePanel';

/** Opens what an approval is about: a plan on its board, a change in its review; commands, inputs and rollbacks in full. */
export async function openApproval(desk: Desk, word?: unknown): Promise<void> {
  const approval_id = await chooseApproval(desk, word, { isOnlyTaken: true });
  if (approval_id === undefined) {
    return;
  }
  const line = desk.line.current;
  const approval = await line.request('approval/show', { approval_id });
  const { session_id, subject_type, digest, previews } = approval;
  const version = versionOf(approval);
  if (subject_type === 'plan' && version !== undefined) {
    openPlanBoard(line, { session_id, version });
    return;
  }
  if (previews.length > 0) {
    await openReview(line, { approval_id });
  } else {
    const title = approvalTitle(approval, vscode.l10n);
    await desk.texts.show(`${title}.txt`, approvalText(approval, speech()));
  }
  // Only now: what could not be shown was not seen.
  desk.seen.add(digest);
}
