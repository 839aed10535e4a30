import * as vscode from 'vscode';
import type { Desk } from '../../desk';
import { showProblems } from '../../diagnostics';
import { planFile } from '../../journey/planFile';

/** Checks a plan without running anything, and shows every problem at its place. */
export async function validatePlan(desk: Desk, word?: unknown): Promise<void> {
  const plan = await planFile(word);
  if (plan === undefined) {
    return;
  }
  const { document, text, name } = plan;
  const line = desk.line.of(document.uri);
  const checked = await line.request('plan/validate', { text, file_name: name });
  showProblems(desk.problems, document, checked);
  if (checked.ok) {
    const title = checked.title ?? name;
    void vscode.window.setStatusBarMessage(
      `$(check) ${vscode.l10n.t('“{0}” has no errors ({1} steps).', title, checked.step_count)}`,
      8000,
    );
    return;
  }
  await vscode.commands.executeCommand('workbench.actions.view.problems');
}
