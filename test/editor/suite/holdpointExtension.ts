import * as vscode from 'vscode';

/** Our extension as the editor knows it. */
export function holdpointExtension(): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension('holdpoint.holdpoint');
  if (found === undefined) {
    throw new Error('the extension is not installed');
  }
  return found;
}

/** The one folder that is open. */
export function workspaceFolder(): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (folder === undefined) {
    throw new Error('no folder is open');
  }
  return folder.uri;
}
