import * as vscode from 'vscode';
import type { Desk } from '../../desk';

/** Says which run is under way and what can be done about it; the click on the status bar comes here. */
export async function showActiveRun(desk: Desk): Promise<void> {
  const [active] = desk.runs.items;
  if (active === undefined) {
    await vscode.window.showInformationMessage(vscode.l10n.t('No run is under way.'));
    return;
  }
  const { run_id, plan_title, status } = active.run;
  const goesOn = status === 'paused' || status === 'interrupted';
  const items = [
    { label: `$(list-tree) ${vscode.l10n.t('Show the Sessions')}`, command: 'holdpoint.sessions.focus' },
    goesOn
      ? { label: `$(play) ${vscode.l10n.t('Resume the Run')}`, command: 'holdpoint.run.resume' }
      : { label: `$(debug-pause) ${vscode.l10n.t('Pause the Run')}`, command: 'holdpoint.run.pause' },
    { label: `$(debug-stop) ${vscode.l10n.t('Cancel the Run')}`, command: 'holdpoint.run.cancel' },
  ];
  const chosen = await vscode.window.showQuickPick(items, { title: plan_title });
  if (chosen !== undefined) {
    await vscode.commands.executeCommand(chosen.command, { run_id, root: active.root });
  }
}
