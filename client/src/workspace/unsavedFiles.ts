import * as vscode from 'vscode';
import { realPathOf } from './treeFiles';

/** Tells which files have unsaved changes, by real path, now and whenever that changes, until it is disposed. */
export function reportUnsaved(tell: (files: readonly string[]) => Promise<void>): vscode.Disposable {
  let known: string | undefined;
  let telling = Promise.resolve();
  const look = () => {
    const files = unsavedFiles();
    const seen = files.join('\n');
    if (seen !== known) {
      known = seen;
      telling = telling
        .then(async () => tell(await Promise.all(files.map(realPathOf))))
        .catch(() => undefined);
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
    vscode.window.tabGroups.onDidChangeTabs(look),
  );
}

function unsavedFiles(): readonly string[] {
  const { textDocuments, notebookDocuments } = vscode.workspace;
  const files = [...textDocuments, ...notebookDocuments]
    .filter(({ isDirty }) => isDirty)
    .map(({ uri }) => uri);
  const inFiles = [...files, ...unsavedCustom()].filter(({ scheme }) => scheme === 'file');
  return [...new Set(inFiles.map(({ fsPath }) => fsPath))].sort();
}

/** Editors that other extensions bring hold no document of ours: only their tabs tell. */
function unsavedCustom(): readonly vscode.Uri[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .flatMap(({ isDirty, input }) => (isDirty && input instanceof vscode.TabInputCustom ? [input.uri] : []));
}
