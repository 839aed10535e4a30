import * as vscode from 'vscode';
import type { ServerLine } from '../connection/serverLine';
import { isTreeFile, realPathOf } from './treeFiles';

/** Files that would have been written while they have unsaved changes, and whose approval waits for that. */
export interface UnsavedFound {
  /** The folders of which the paths can be. */
  readonly roots: readonly string[];
  /** Relative to the tree in which the run works. */
  readonly paths: readonly string[];
  /** The approval that was refused; null when a run found them by itself. */
  readonly approvalId: string | null;
  readonly runId: string | null;
}

/** Lets the person decide about unsaved files that are in the way; leaving the question open changes nothing. */
export async function offerUnsavedChoice(
  line: Pick<ServerLine, 'request'>,
  found: UnsavedFound,
): Promise<void> {
  const save = vscode.l10n.t('Save and Preview Again');
  const show = vscode.l10n.t('Show Changes');
  const names = found.paths.join(', ');
  const choice = await vscode.window.showWarningMessage(
    vscode.l10n.t(
      '{0} has unsaved changes, so nothing was written. They are yours to keep or give up.',
      names,
    ),
    save,
    show,
    vscode.l10n.t('Cancel'),
  );
  const documents = await unsavedDocuments(found);
  if (choice === save) {
    await saveAndRenew(line, found, documents);
  } else if (choice === show) {
    await showChanges(documents[0]);
  }
}

type OpenDocument = Pick<vscode.TextDocument | vscode.NotebookDocument, 'uri' | 'isDirty' | 'save'>;

/** The open documents with unsaved changes that are these files. */
export async function unsavedDocuments({
  roots,
  paths,
}: Pick<UnsavedFound, 'roots' | 'paths'>): Promise<readonly OpenDocument[]> {
  const { textDocuments, notebookDocuments } = vscode.workspace;
  const open: readonly OpenDocument[] = [...textDocuments, ...notebookDocuments];
  const dirty = open.filter(({ isDirty, uri }) => isDirty && uri.scheme === 'file');
  const trees = await Promise.all(roots.map(realPathOf));
  const places = await Promise.all(dirty.map(({ uri }) => realPathOf(uri.fsPath)));
  return dirty.filter((_, index) => trees.some((tree) => isTreeFile(tree, places[index] ?? '', paths)));
}

async function saveAndRenew(
  line: Pick<ServerLine, 'request'>,
  { approvalId, runId }: UnsavedFound,
  documents: readonly OpenDocument[],
): Promise<void> {
  for (const document of documents) {
    await document.save();
  }
  const pending =
    runId === null ? [] : (await line.request('approval/list', { run_id: runId, state: 'requested' })).items;
  const ids = approvalId === null ? pending.map(({ approval_id }) => approval_id) : [approvalId];
  for (const approval_id of ids) {
    await line.request('approval/renew', { approval_id });
  }
  vscode.window.setStatusBarMessage(
    `$(check) ${vscode.l10n.t('Saved. The preview was made again from your text: look at it before you approve.')}`,
    8000,
  );
}

async function showChanges(document: OpenDocument | undefined): Promise<void> {
  if (document !== undefined) {
    await vscode.commands.executeCommand('vscode.open', document.uri);
    await vscode.commands.executeCommand('workbench.files.action.compareWithSaved');
  }
}
