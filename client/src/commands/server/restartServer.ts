import * as vscode from 'vscode';
import type { Desk } from '../../desk';

/** Ends the server of the current folder and starts a new one; refused while runs are at work. */
export async function restartServer({ line }: Desk): Promise<void> {
  const location = vscode.ProgressLocation.Window;
  const title = vscode.l10n.t('Restarting the Holdpoint server…');
  await vscode.window.withProgress({ location, title }, () => line.restart());
}
