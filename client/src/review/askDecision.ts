import * as vscode from 'vscode';
import { type ApproveOutcome, approveReview, rejectReview, renewReview } from './decision/decideReview';
import type { Review } from './decision/review';

/** Approves what remains of a review after whatever has to be confirmed, and says how it went. */
export async function approveByPerson(review: Review): Promise<void> {
  const { needsConfirmation: isConfirmed, approval } = review;
  if (isConfirmed && !(await confirmsRisk(review))) {
    return;
  }
  const { hunks, rejected } = review.choices.counts();
  const isSame = review.approval.digest === approval.digest;
  const outcome = isSame ? await approveReview(review, { isConfirmed }) : 'changed';
  await tell(review, outcome, hunks - rejected, hunks);
}

/** Rejects the whole change with a reason, which is asked for when none is given. */
export async function rejectByPerson(review: Review, given?: string): Promise<void> {
  const reason =
    given ??
    (await vscode.window.showInputBox({
      title: vscode.l10n.t('Reject the whole change'),
      prompt: vscode.l10n.t('Why? The reason goes back to the author; the step and its run end as denied.'),
      validateInput: (text) => (text.trim() === '' ? vscode.l10n.t('Say why.') : undefined),
      ignoreFocusOut: true,
    }));
  if (reason?.trim()) {
    await rejectReview(review, reason.trim());
  }
}

/** Has stale changes drafted again and says what came of it. */
export async function renewByPerson(review: Review): Promise<void> {
  const outcome = await renewReview(review);
  if (outcome === 'renewed') {
    flash(vscode.l10n.t('Drafted again on the files as they are now. Review what is new.'));
  } else if (outcome === 'not_asked_again') {
    await vscode.window.showWarningMessage(notAskedAgain());
  }
}

async function confirmsRisk({ approval }: Review): Promise<boolean> {
  const confirm = vscode.l10n.t('Approve the High Risk');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t(
      '“{0}” is a step of high risk. Approve it nevertheless?',
      approval.step_id ?? approval.subject_id,
    ),
    { modal: true, detail: String(approval.shown['reason'] ?? '') },
    confirm,
  );
  return chosen === confirm;
}

async function tell(review: Review, outcome: ApproveOutcome, kept: number, all: number): Promise<void> {
  switch (outcome) {
    case 'granted':
      flash(vscode.l10n.t('Approved: {0} of {1} hunks. The step goes on.', kept, all));
      return;
    case 'others_needed': {
      const { votes, required } = review.approval;
      flash(vscode.l10n.t('Your approval is recorded: {0} of {1}.', votes.length, required));
      return;
    }
    case 'stale':
      await offerRenewal(review, vscode.l10n.t('Nothing was approved.'));
      return;
    case 'nothing_left':
      await offerRejection(review);
      return;
    case 'changed':
      await vscode.window.showWarningMessage(
        vscode.l10n.t(
          'More has changed than the hunks you left out, so nothing was approved. Review it again.',
        ),
      );
      return;
    case 'not_asked_again':
      await vscode.window.showWarningMessage(notAskedAgain());
      return;
    case 'over':
  }
}

/** Says that files have changed under a change, and offers to draft it again. */
export async function offerRenewal(review: Review, lead = ''): Promise<void> {
  const paths = Object.keys(review.stale).map((id) => review.file(id)?.path ?? id);
  const renew = vscode.l10n.t('Draft Again');
  const text = vscode.l10n.t('Changed since this was drafted: {0}', paths.slice(0, 5).join(', '));
  const chosen = await vscode.window.showWarningMessage(`${lead} ${text}`.trim(), renew);
  if (chosen === renew) {
    await renewByPerson(review);
  }
}

async function offerRejection(review: Review): Promise<void> {
  const reject = vscode.l10n.t('Reject with Reason');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t(
      'Every hunk is rejected, so nothing remains to approve. Reject the change, or accept a hunk.',
    ),
    reject,
  );
  if (chosen === reject) {
    await rejectByPerson(review);
  }
}

function notAskedAgain(): string {
  return vscode.l10n.t(
    'What remains is kept as a new preview, but the step has not asked for its approval yet. You will find it under the pending approvals once it does.',
  );
}

/** Says what was done without asking for anything. */
function flash(text: string): void {
  vscode.window.setStatusBarMessage(`$(check) Holdpoint: ${text}`, 8_000);
}
