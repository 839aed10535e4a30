import * as vscode from 'vscode';
import { samplePlanName } from './copySample';
import { takeSampleMark } from './takeSampleMark';

/** In a sample that was just opened, shows its plan with the walkthrough; once only. */
export async function greetSample(context: vscode.ExtensionContext): Promise<void> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (folder === undefined || folder.uri.scheme !== 'file' || !(await takeSampleMark(folder.uri.fsPath))) {
    return;
  }
  await vscode.window.showTextDocument(vscode.Uri.joinPath(folder.uri, samplePlanName), { preview: false });
  const place = { category: `${context.extension.id}#firstPlan`, step: 'check' };
  await vscode.commands.executeCommand('workbench.action.openWalkthrough', place, true);
  // The window that opened it was another one: here the first step is done by being here.
  await vscode.commands.executeCommand('setContext', 'holdpoint.isSample', true);
}
