import * as vscode from 'vscode';
import type { Desk } from '../../desk';
import { makeDiagnosis } from '../../diagnosis/makeDiagnosis';

/** Puts what helps to find a fault on the clipboard, without secrets and names; nothing is sent anywhere. */
export async function copyDiagnostics(desk: Desk): Promise<void> {
  await vscode.env.clipboard.writeText(await makeDiagnosis(desk));
  vscode.window.setStatusBarMessage(
    `$(check) ${vscode.l10n.t('Holdpoint diagnostics are on the clipboard. Read them before you share them.')}`,
    8000,
  );
}
