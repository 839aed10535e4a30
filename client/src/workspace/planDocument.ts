import * as vscode from 'vscode';
import { headLineCount, isOurs } from './planName';

const languages = new Set(['yaml', 'json', 'jsonc']);

/** Whether a document is on disk and a plan, policy, playbook, flow or query; no other file is ever sent to a server. */
export function isPlanDocument(document: vscode.TextDocument): boolean {
  if (document.uri.scheme === 'file' && document.languageId === 'traceql') {
    return true;
  }
  if (document.uri.scheme !== 'file' || !languages.has(document.languageId)) {
    return false;
  }
  const end = Math.min(headLineCount, document.lineCount);
  const head = document.getText(new vscode.Range(0, 0, end, 0));
  return isOurs(document.uri.fsPath, head);
}

/** The folder of the window whose server looks after a document. */
export function folderOf(document: vscode.TextDocument): string | undefined {
  return vscode.workspace.getWorkspaceFolder(document.uri)?.uri.fsPath;
}
