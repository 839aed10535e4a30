import * as vscode from 'vscode';
import { simulatedText } from '../../advice/policyTexts';
import type { Desk } from '../../desk';

/** Says which decisions of earlier runs the policy in the editor would have taken differently. */
export async function simulatePolicy(desk: Desk): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (document === undefined || !/\.(ya?ml|json)$/.test(document.uri.path)) {
    await vscode.window.showInformationMessage(
      vscode.l10n.t('Open a policy file first, changed as you want it.'),
    );
    return;
  }
  const line = desk.line.of(document.uri);
  const file_name = vscode.workspace.asRelativePath(document.uri, false);
  const simulated = await line.request('policy/simulate', { text: document.getText(), file_name });
  await desk.texts.show(`${vscode.l10n.t('Policy simulation')}.txt`, simulatedText(simulated, vscode.l10n));
}
