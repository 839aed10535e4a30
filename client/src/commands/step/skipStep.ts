import * as vscode from 'vscode';
import { subjectOf } from '../../choices/subjectOf';
import type { Desk } from '../../desk';

/** Leaves out a step of a run that has not begun. */
export async function skipStep(desk: Desk, word?: unknown): Promise<void> {
  const { run_id, step_id } = subjectOf(word);
  if (run_id === undefined || step_id === undefined) {
    await vscode.window.showInformationMessage(
      vscode.l10n.t('Choose a step below a run in the view of sessions.'),
    );
    return;
  }
  const reason = await vscode.window.showInputBox({
    title: vscode.l10n.t('Skip step {0}?', step_id),
    prompt: vscode.l10n.t('A reason is recorded when you give one.'),
  });
  if (reason !== undefined) {
    const given = reason.trim() === '' ? {} : { reason: reason.trim() };
    await desk.line.current.request('step/skip', { run_id, step_id, ...given });
  }
}
