import * as vscode from 'vscode';
import type { Desk } from '../../desk';

/** Keeps the files as they are now under a name, without touching branch, index or history. */
export async function createCheckpoint(desk: Desk): Promise<void> {
  const name = await vscode.window.showInputBox({
    title: vscode.l10n.t('Create a checkpoint'),
    prompt: vscode.l10n.t('Its name, such as before-refactoring'),
    validateInput: (text) => (text.trim() === '' ? vscode.l10n.t('A name is needed.') : undefined),
  });
  if (name === undefined) {
    return;
  }
  const made = await desk.line.current.request('checkpoint/create', { name: name.trim() });
  const text =
    made.left_out.length === 0
      ? vscode.l10n.t('Checkpoint {0} holds {1} files.', made.name, made.files)
      : vscode.l10n.t(
          'Checkpoint {0} holds {1} files; left out: {2}.',
          made.name,
          made.files,
          made.left_out.join(', '),
        );
  void vscode.window.setStatusBarMessage(text, 8000);
}
