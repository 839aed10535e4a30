import { isAbsolute } from 'node:path';
import * as vscode from 'vscode';

/** Opens the file in which something stands, at its line: an absolute path, else one in the first folder that has it. */
export async function openLocation(file: string, line: number): Promise<void> {
  const uri = await findFile(file);
  if (uri === undefined) {
    await vscode.window.showWarningMessage(vscode.l10n.t('“{0}” is not there any more.', file));
    return;
  }
  const place = new vscode.Position(Math.max(0, line - 1), 0);
  await vscode.window.showTextDocument(uri, {
    selection: new vscode.Range(place, place),
    viewColumn: vscode.ViewColumn.Beside,
  });
}

async function findFile(file: string): Promise<vscode.Uri | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const places = isAbsolute(file)
    ? [vscode.Uri.file(file)]
    : folders.map(({ uri }) => vscode.Uri.joinPath(uri, file));
  for (const place of places) {
    const isThere = await vscode.workspace.fs.stat(place).then(
      () => true,
      () => false,
    );
    if (isThere) {
      return place;
    }
  }
  return undefined;
}
