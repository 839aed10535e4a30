import * as vscode from 'vscode';
import { planText } from '../../approving/planText';
import { chooseApproval } from '../../choices/chooseSubject';
import type { Desk } from '../../desk';
import { approvalText, type WholeApproval } from '../../trees/approvals/approvalText';
import { approvalTitle, versionOf } from '../../trees/approvals/approvalTitle';

/** Opens what an approval is about: commands, inputs and rollbacks in full. */
export async function openApproval(desk: Desk, word?: unknown): Promise<void> {
  const approval_id = await chooseApproval(desk, word);
  if (approval_id === undefined) {
    return;
  }
  const approval = await desk.line.current.request('approval/show', { approval_id });
  const title = approvalTitle(approval, vscode.l10n);
  await desk.texts.show(`${title}.txt`, await wholeText(desk, approval));
  desk.seen.add(approval.digest);
}

async function wholeText(desk: Desk, approval: WholeApproval): Promise<string> {
  const text = approvalText(approval, vscode.l10n);
  const version = versionOf(approval);
  if (approval.subject_type !== 'plan' || version === undefined) {
    return text;
  }
  const { session_id } = approval;
  const { blast_radius } = await desk.line.current.request('plan/show', { session_id, version });
  return `${text}\n\n${planText(blast_radius, vscode.l10n)}`;
}
