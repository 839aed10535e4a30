import * as vscode from 'vscode';
import { subjectOf } from '../choices/subjectOf';
import type { PlanSource } from './importPlanFile';

/** A plan in the editor, saved. */
export interface PlanFile extends PlanSource {
  readonly document: vscode.TextDocument;
}

/** The file a command is meant for: the given one, else the one in the active editor, saved; says so when there is none. */
export async function planFile(word: unknown): Promise<PlanFile | undefined> {
  const { file } = subjectOf(word);
  const uri =
    file === undefined ? vscode.window.activeTextEditor?.document.uri : vscode.Uri.parse(file, true);
  if (uri === undefined || uri.scheme !== 'file') {
    await vscode.window.showWarningMessage(vscode.l10n.t('Open a plan file (YAML or JSON) on disk first.'));
    return undefined;
  }
  const document = await vscode.workspace.openTextDocument(uri);
  if (document.isDirty && !(await document.save())) {
    return undefined;
  }
  const name = vscode.workspace.asRelativePath(uri, false);
  return { document, file: uri.toString(), name, text: document.getText() };
}
