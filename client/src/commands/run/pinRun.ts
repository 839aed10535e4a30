import * as vscode from 'vscode';
import { chooseRun } from '../../choices/chooseSubject';
import type { Desk } from '../../desk';

/** Keeps a run whatever its age and the size of the record; one that is kept is let go again. */
export async function pinRun(desk: Desk, word?: unknown): Promise<void> {
  const asked = await chooseRun(desk, word);
  if (asked === undefined) {
    return;
  }
  const line = desk.line.current;
  const { run_id, pinned: isPinned } = await line.request('run/show', { run_id: asked });
  const { pinned } = await line.request('run/pin', { run_id, pinned: !isPinned });
  const text = pinned
    ? vscode.l10n.t('Run {0} is kept for good.', run_id)
    : vscode.l10n.t('Run {0} is kept as long as any other.', run_id);
  void vscode.window.setStatusBarMessage(text, 8000);
}
