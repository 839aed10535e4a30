import * as vscode from 'vscode';
import { AppError } from '#protocol/errors';

/** Shows once why something did not work, with its next step; what the person stopped shows nothing. */
export async function showFailure(error: unknown): Promise<void> {
  if (isStopped(error)) {
    return;
  }
  const copy = vscode.l10n.t('Copy Diagnostics');
  if (error instanceof AppError && error.code !== 'INTERNAL') {
    await vscode.window.showErrorMessage(`Holdpoint: ${error.message}`);
    return;
  }
  const reason = error instanceof Error ? error.message : String(error);
  const text = vscode.l10n.t('Holdpoint: this is our fault, not yours: {0}', reason);
  const choice = await vscode.window.showErrorMessage(text, copy);
  if (choice === copy) {
    await vscode.commands.executeCommand('holdpoint.diagnostics.copy');
  }
}

function isStopped(error: unknown): boolean {
  return error instanceof vscode.CancellationError || (error instanceof Error && error.name === 'AbortError');
}
