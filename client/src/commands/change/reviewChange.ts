import * as vscode from 'vscode';
import type { ApprovalView } from '#protocol/methods/approvals';
import { subjectOf } from '../../choices/subjectOf';
import type { Desk } from '../../desk';
import { openReview } from '../../review/openReview';

/** Opens the review of an approval; without one, of the pending change that is picked, or of the only one. */
export async function reviewChange(desk: Desk, target?: unknown): Promise<void> {
  const approval_id = approvalIdOf(target) ?? (await pickPending(desk));
  if (approval_id !== undefined) {
    await openReview(desk.line.current, { approval_id });
  }
}

/** The approval that a row of a tree, a notification or another command means. */
export function approvalIdOf(target: unknown): string | undefined {
  return typeof target === 'string' ? target : subjectOf(target).approval_id;
}

/** The pending change that is picked, or the only one there is. */
export async function pickPending(desk: Desk): Promise<string | undefined> {
  const { items } = await desk.line.request('approval/list', { state: 'requested', limit: 500 });
  const changes = items.filter(({ preview_ids }) => preview_ids.length > 0);
  if (changes.length < 2) {
    if (changes.length === 0) {
      await vscode.window.showInformationMessage(vscode.l10n.t('No change waits for a review.'));
    }
    return changes[0]?.approval_id;
  }
  const picked = await vscode.window.showQuickPick(changes.map(rowOf), {
    title: vscode.l10n.t('Review a proposed change'),
    matchOnDescription: true,
  });
  return picked?.approval_id;
}

function rowOf({ approval_id, step_id, subject_id, shown, preview_ids, created_at }: ApprovalView) {
  const title = shown['title'] ?? shown['plan_title'];
  return {
    approval_id,
    label: step_id ?? subject_id,
    description: typeof title === 'string' ? title : '',
    detail: vscode.l10n.t(
      '{0} files, asked at {1}',
      preview_ids.length,
      new Date(created_at).toLocaleString(vscode.env.language),
    ),
  };
}
