import { readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Notifications } from '#protocol/methods';

/** How long the editor's own watcher gets to notice that a file has changed. */
const watcherMs = 1500;

/**
 * Brings open documents to what was written under them, so that Undo gives the old text back as an unsaved edit. The
 * bytes are on disk already: nothing is saved here, so that nothing that acts on save can change what was approved.
 * A document with unsaved changes is left alone, its text is the person's.
 */
export async function followWritten(
  { root, paths }: Notifications['files/written'],
  log: vscode.LogOutputChannel,
): Promise<void> {
  const written = new Set(paths.map((path) => join(root, path)));
  for (const document of vscode.workspace.textDocuments) {
    const { uri } = document;
    if (uri.scheme === 'file' && written.has(await realpath(uri.fsPath).catch(() => ''))) {
      await follow(document, log).catch((error: unknown) =>
        log.warn(`${uri.fsPath} was written, and its editor may not show it: ${String(error)}`),
      );
    }
  }
}

async function follow(document: vscode.TextDocument, log: vscode.LogOutputChannel): Promise<void> {
  if (await isShownWithin(document, watcherMs)) {
    return;
  }
  if (document.isDirty) {
    log.warn(`${document.uri.fsPath} was written while it was being changed; the unsaved text is kept`);
    return;
  }
  // Files that are not watched are read anew by force; the editor can do that only for the one in front.
  await vscode.window.showTextDocument(document, { preview: false });
  if (vscode.window.activeTextEditor?.document !== document || document.isDirty) {
    log.warn(
      `${document.uri.fsPath} was written, and its editor shows the text from before until it is opened anew`,
    );
    return;
  }
  await vscode.commands.executeCommand('workbench.action.files.revert');
}

/** Whether a document without unsaved changes shows what is on disk, now or as soon as the editor has noticed. */
async function isShownWithin(document: vscode.TextDocument, ms: number): Promise<boolean> {
  const isShown = async () => !document.isDirty && sameLines(document.getText(), await textOnDisk(document));
  if (await isShown()) {
    return true;
  }
  return await new Promise((resolve) => {
    const end = (answer: boolean) => {
      clearTimeout(timer);
      listening.dispose();
      resolve(answer);
    };
    const timer = setTimeout(() => void isShown().then(end, () => end(false)), ms);
    const listening = vscode.workspace.onDidChangeTextDocument(({ document: changed }) => {
      if (changed === document) {
        void isShown().then((isSo) => isSo && end(true));
      }
    });
  });
}

/** An editor shows mixed ends of lines as one kind. */
function sameLines(shown: string, onDisk: string | undefined): boolean {
  const plain = (text: string) => text.replace(/\r\n?/g, '\n');
  return onDisk !== undefined && plain(shown) === plain(onDisk);
}

/** Read in the encoding in which the document is open; undefined when there is no such file. */
async function textOnDisk(document: vscode.TextDocument): Promise<string | undefined> {
  const bytes = await readFile(document.uri.fsPath).catch(() => undefined);
  return bytes && (await vscode.workspace.decode(bytes, { encoding: document.encoding }));
}
