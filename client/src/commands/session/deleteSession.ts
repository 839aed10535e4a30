import * as vscode from 'vscode';
import { chooseSession } from '../../choices/chooseSubject';
import type { Desk } from '../../desk';

/** Deletes a session with its plans, runs and traces; a tombstone keeps the record verifiable. */
export async function deleteSession(desk: Desk, word?: unknown): Promise<void> {
  const session_id = await chooseSession(desk, word);
  const button = vscode.l10n.t('Delete Session');
  if (session_id === undefined) {
    return;
  }
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t('Delete this session?'),
    {
      modal: true,
      detail: vscode.l10n.t('Its plans, runs and traces are removed. Files that it wrote stay as they are.'),
    },
    button,
  );
  if (chosen === button) {
    await desk.line.current.request('session/delete', { session_id });
  }
}
