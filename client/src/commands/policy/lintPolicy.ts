import * as vscode from 'vscode';
import { lintedText } from '../../advice/policyTexts';
import type { Desk } from '../../desk';

/** Looks for mistakes in the policy files in force, and for rules that can never match. */
export async function lintPolicy(desk: Desk): Promise<void> {
  const linted = await desk.line.current.request('policy/lint', {});
  if (linted.ok && linted.warnings.length === 0) {
    void vscode.window.setStatusBarMessage(
      vscode.l10n.t('The policy has no errors ({0} files).', linted.files.length),
      8000,
    );
    return;
  }
  await desk.texts.show(`${vscode.l10n.t('Policy check')}.txt`, lintedText(linted, vscode.l10n));
}
