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
  const following = vscode.workspace.textDocuments.map(async (document) => {
    const { uri } = document;
    if (uri.scheme === 'file' && written.has(await realpath(uri.fsPath).catch(() => ''))) {
      await follow(document, log).catch((error: unknown) =>
        log.warn(`${uri.fsPath} was written, and its editor may not show it: ${String(error)}`),
      );
    }
  });
  await Promise.all(following);
}

async function follow(document: vscode.TextDocument, log: vscode.LogOutputChannel): Promise<void> {
  if (await isShownWithin(document, watcherMs)) {
    return;
  }
  if (document.isDirty) {
    log.warn(`${document.uri.fsPath} was written while it was being changed; the unsaved text is kept`);
    return;
  }
  await revertInFront(document);
}

/**
 * Has the editor read a file anew by force that it does not watch. It can do that only for the one in front, and what a
 * person has in front, or is typing into, stays there: it is done when they come to it.
 */
async function revertInFront(document: vscode.TextDocument): Promise<void> {
  while (await comesToFront(document)) {
    if ((await isShown(document)) || document.isDirty) {
      return;
    }
    if (isInFront(document)) {
      await vscode.commands.executeCommand('workbench.action.files.revert');
      return;
    }
  }
}

/** Waits until the person has a document in front; false when it is closed before. */
async function comesToFront(document: vscode.TextDocument): Promise<boolean> {
  if (isInFront(document)) {
    return true;
  }
  return await new Promise((resolve) => {
    const end = (answer: boolean) => {
      listening.dispose();
      resolve(answer);
    };
    const listening = vscode.Disposable.from(
      vscode.window.onDidChangeActiveTextEditor(() => isInFront(document) && end(true)),
      vscode.workspace.onDidCloseTextDocument((closed) => closed === document && end(false)),
    );
  });
}

function isInFront(document: vscode.TextDocument): boolean {
  return vscode.window.activeTextEditor?.document === document;
}

/** Whether a document without unsaved changes shows what is on disk, now or as soon as the editor has noticed. */
async function isShownWithin(document: vscode.TextDocument, ms: number): Promise<boolean> {
  if (await isShown(document)) {
    return true;
  }
  return await new Promise((resolve) => {
    const end = (answer: boolean) => {
      clearTimeout(timer);
      listening.dispose();
      resolve(answer);
    };
    const timer = setTimeout(() => void isShown(document).then(end, () => end(false)), ms);
    const listening = vscode.workspace.onDidChangeTextDocument(({ document: changed }) => {
      if (changed === document) {
        void isShown(document).then((isSo) => isSo && end(true));
      }
    });
  });
}

async function isShown(document: vscode.TextDocument): Promise<boolean> {
  return !document.isDirty && sameLines(document.getText(), await textOnDisk(document));
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
