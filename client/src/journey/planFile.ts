import * as vscode from 'vscode';
import { subjectOf } from '../choices/subjectOf';
import { isPlanDocument } from '../workspace/planDocument';
import { findPlanFiles } from '../workspace/planFiles';
import type { PlanSource } from './importPlanFile';

/** A plan in the editor, saved. */
export interface PlanFile extends PlanSource {
  readonly document: vscode.TextDocument;
}

/**
 * The file a command is meant for: the given one, else the one in the active editor, saved. Where no file has the focus
 * but a walkthrough or a view, it is the plan that is in sight, else one of the folder; says so when there is none.
 */
export async function planFile(word: unknown): Promise<PlanFile | undefined> {
  const { file } = subjectOf(word);
  const uri = file === undefined ? await meantFile() : vscode.Uri.parse(file, true);
  if (uri?.scheme !== 'file') {
    return undefined;
  }
  const document = await vscode.workspace.openTextDocument(uri);
  if (document.isDirty && !(await document.save())) {
    return undefined;
  }
  const name = vscode.workspace.asRelativePath(uri, false);
  return { document, file: uri.toString(), name, text: document.getText() };
}

const mostFiles = 100;

async function meantFile(): Promise<vscode.Uri | undefined> {
  const active = vscode.window.activeTextEditor?.document.uri;
  if (active?.scheme === 'file') {
    return active;
  }
  const seen = vscode.window.visibleTextEditors.map(({ document }) => document).filter(isPlanDocument);
  const shown = [...new Set(seen.map(({ uri }) => uri.toString()))].map((uri) => vscode.Uri.parse(uri, true));
  const found = shown.length > 0 ? shown : await findPlanFiles(mostFiles);
  if (found.length === 0) {
    await vscode.window.showWarningMessage(vscode.l10n.t('Open a plan file (YAML or JSON) on disk first.'));
  }
  return found.length < 2 ? found[0] : await chosen(found);
}

async function chosen(files: readonly vscode.Uri[]): Promise<vscode.Uri | undefined> {
  const items = files.map((uri) => ({ uri, label: vscode.workspace.asRelativePath(uri) }));
  return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Which plan file?') }))?.uri;
}
