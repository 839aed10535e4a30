import * as vscode from 'vscode';
import { askReason } from '../../choices/chooseRow';
import { chooseVersion } from '../../choices/chooseSubject';
import type { Desk } from '../../desk';

/** Rejects a plan version with a reason that goes back to its author. */
export async function rejectPlan(desk: Desk, word?: unknown): Promise<void> {
  const version = await chooseVersion(desk, word);
  if (version === undefined) {
    return;
  }
  const reason = await askReason(vscode.l10n.t('Reject version {0} of the plan?', version.version));
  if (reason !== undefined) {
    await desk.line.current.request('plan/reject', { ...version, reason });
  }
}
