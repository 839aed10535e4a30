import * as vscode from 'vscode';
import { askReason } from '../choices/chooseRow';
import type { Desk } from '../desk';
import { applyRollback } from '../journey/rollBack';
import { approveByPerson, rejectByPerson } from '../review/askDecision';
import { openReview } from '../review/openReview';
import { liveReview } from '../review/reviewDesk';
import { approvalText } from '../trees/approvals/approvalText';
import { approvalTitle, isHighRisk, versionOf } from '../trees/approvals/approvalTitle';
import { speech } from '../trees/sidePanel';
import { agree } from './agree';
import { approveVersion } from './approveVersion';

/** Approves one entry of the queue once the person has been shown all of it. */
export async function grantWhole(desk: Desk, approval_id: string): Promise<void> {
  const line = desk.line.current;
  const approval = await line.request('approval/show', { approval_id });
  const version = versionOf(approval);
  if (approval.subject_type === 'plan' && version !== undefined && approval.status === 'requested') {
    await approveVersion(desk, { session_id: approval.session_id, version });
    return;
  }
  const { digest, subject_type } = approval;
  if (approval.previews.length > 0) {
    await grantChange(desk, approval_id, digest);
    return;
  }
  const isRollback = subject_type === 'rollback';
  const isAgreed = await agree(desk, {
    title: vscode.l10n.t('Approve? {0}', approvalTitle(approval, vscode.l10n)),
    text: approvalText(approval, speech()),
    digest,
    isHighRisk: isHighRisk(approval),
    button: isRollback ? vscode.l10n.t('Approve and Roll Back') : vscode.l10n.t('Approve'),
  });
  if (!isAgreed) {
    return;
  }
  const granted = await line.request('approval/grant', {
    approval_id,
    digest,
    confirm_high_risk: isHighRisk(approval),
  });
  if (granted.status === 'requested') {
    void vscode.window.setStatusBarMessage(
      vscode.l10n.t('Your approval is counted; others must approve as well.'),
      8000,
    );
  } else if (isRollback) {
    await applyRollback(desk, approval_id);
  }
}

/** A change is approved without the hunks that were rejected in its review, which is shown first. */
async function grantChange(desk: Desk, approval_id: string, digest: string): Promise<void> {
  const line = desk.line.current;
  if (desk.seen.has(digest)) {
    await approveByPerson(await liveReview(line, approval_id));
    return;
  }
  await openReview(line, { approval_id });
  desk.seen.add(digest);
  void vscode.window.setStatusBarMessage(
    vscode.l10n.t('Look at the change, then approve it in its review or once more in the list.'),
    8000,
  );
}

/** Rejects one entry of the queue with a reason that goes back to the author. */
export async function rejectWhole(desk: Desk, approval_id: string): Promise<void> {
  const line = desk.line.current;
  const approval = await line.request('approval/show', { approval_id });
  if (approval.previews.length > 0) {
    await rejectByPerson(await liveReview(line, approval_id));
    return;
  }
  const reason = await askReason(vscode.l10n.t('Reject? {0}', approvalTitle(approval, vscode.l10n)));
  if (reason !== undefined) {
    await line.request('approval/reject', { approval_id, reason });
  }
}
