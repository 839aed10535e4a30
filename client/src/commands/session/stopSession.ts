import * as vscode from 'vscode';
import { chooseSession } from '../../choices/chooseSubject';
import type { Desk } from '../../desk';

/** Stops a session for good, with whatever it runs. */
export async function stopSession(desk: Desk, word?: unknown): Promise<void> {
  const session_id = await chooseSession(desk, word);
  const button = vscode.l10n.t('Stop Session');
  if (session_id === undefined) {
    return;
  }
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t('Stop this session for good?'),
    { modal: true, detail: vscode.l10n.t('Its run ends and its open requests are void. The record stays.') },
    button,
  );
  if (chosen === button) {
    await desk.line.current.request('session/stop', { session_id });
  }
}
