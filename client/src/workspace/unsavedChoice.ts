import { sep } from 'node:path';
import * as vscode from 'vscode';
import type { ServerLine } from '../connection/serverLine';

/** Files that would have been written while they have unsaved changes, and whose approval waits for that. */
export interface UnsavedFound {
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
  const documents = vscode.workspace.textDocuments.filter((document) => isAmong(document, found.paths));
  if (choice === save) {
    await saveAndRenew(line, found, documents);
  } else if (choice === show) {
    await showChanges(documents[0]);
  }
}

/** Whether a document with unsaved changes is one of these files. */
export function isAmong({ uri, isDirty }: vscode.TextDocument, paths: readonly string[]): boolean {
  return isDirty && paths.some((path) => uri.fsPath.endsWith(`${sep}${path.replaceAll('/', sep)}`));
}

async function saveAndRenew(
  line: Pick<ServerLine, 'request'>,
  { approvalId, runId }: UnsavedFound,
  documents: readonly vscode.TextDocument[],
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

async function showChanges(document: vscode.TextDocument | undefined): Promise<void> {
  if (document !== undefined) {
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.files.action.compareWithSaved');
  }
}
