import * as vscode from 'vscode';
import { sampleMark, samplePlanName } from './copySample';

/** In a sample that was just opened, shows its plan with the walkthrough; once only. */
export async function greetSample(context: vscode.ExtensionContext): Promise<void> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (folder === undefined || !(await takeMark(folder.uri))) {
    return;
  }
  await vscode.window.showTextDocument(vscode.Uri.joinPath(folder.uri, samplePlanName), { preview: false });
  const place = { category: `${context.extension.id}#firstPlan`, step: 'check' };
  await vscode.commands.executeCommand('workbench.action.openWalkthrough', place, true);
}

async function takeMark(folder: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.delete(vscode.Uri.joinPath(folder, ...sampleMark.split(/[\\/]/)));
    return true;
  } catch {
    // No mark: this is no sample, or it has been greeted before.
    return false;
  }
}
