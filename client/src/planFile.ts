import { dirname } from 'node:path';
import * as vscode from 'vscode';

/** A saved plan and the folder that its paths are relative to. */
export interface PlanFile {
  readonly document: vscode.TextDocument;
  readonly path: string;
  readonly root: string;
}

/** The plan a command is meant for: the given file, else the one in the active editor, saved; says so when there is none. */
export async function planFile(file: vscode.Uri | undefined): Promise<PlanFile | undefined> {
  const uri = file ?? vscode.window.activeTextEditor?.document.uri;
  if (uri === undefined || uri.scheme !== 'file') {
    await vscode.window.showWarningMessage(vscode.l10n.t('Open a plan file (YAML or JSON) on disk first.'));
    return undefined;
  }
  const document = await vscode.workspace.openTextDocument(uri);
  if (document.isDirty && !(await document.save())) {
    return undefined;
  }
  const root = vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath ?? dirname(uri.fsPath);
  return { document, path: uri.fsPath, root };
}
