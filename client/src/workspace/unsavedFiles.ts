import { realpath } from 'node:fs/promises';
import * as vscode from 'vscode';

/** Tells which files have unsaved changes, by real path, now and whenever that changes, until it is disposed. */
export function reportUnsaved(tell: (files: readonly string[]) => Promise<void>): vscode.Disposable {
  let known: string | undefined;
  let telling = Promise.resolve();
  const look = () => {
    const files = unsavedFiles();
    const seen = files.join('\n');
    if (seen !== known) {
      known = seen;
      telling = telling.then(async () => tell(await Promise.all(files.map(realPath)))).catch(() => undefined);
    }
  };
  look();
  return vscode.Disposable.from(
    vscode.workspace.onDidChangeTextDocument(look),
    vscode.workspace.onDidSaveTextDocument(look),
    vscode.workspace.onDidOpenTextDocument(look),
    vscode.workspace.onDidCloseTextDocument(look),
    vscode.workspace.onDidChangeNotebookDocument(look),
    vscode.workspace.onDidSaveNotebookDocument(look),
    vscode.workspace.onDidCloseNotebookDocument(look),
  );
}

function unsavedFiles(): readonly string[] {
  const { textDocuments, notebookDocuments } = vscode.workspace;
  const files = [...textDocuments, ...notebookDocuments]
    .filter(({ isDirty, uri }) => isDirty && uri.scheme === 'file')
    .map(({ uri }) => uri.fsPath);
  return [...new Set(files)].sort();
}

/** A file that is gone keeps the path by which it was opened. */
async function realPath(path: string): Promise<string> {
  return await realpath(path).catch(() => path);
}
