import { mkdtemp, readdir, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Desk } from '../../desk';
import { copySample } from '../../sample/copySample';

/** Copies a small project with a plan into a folder of the person's choice and opens it. */
export async function openSample({ context }: Desk): Promise<void> {
  const folder = await chooseFolder();
  if (folder === undefined) {
    return;
  }
  const examples = vscode.Uri.joinPath(context.extensionUri, 'docs/examples').fsPath;
  await copySample({ examples, language: vscode.env.language }, folder);
  const isTaken = (vscode.workspace.workspaceFolders ?? []).length > 0;
  await vscode.commands.executeCommand('vscode.openFolder', vscode.Uri.file(folder), {
    forceNewWindow: isTaken,
  });
}

/** A folder with nothing in it: a temporary one, or one that the person names. */
async function chooseFolder(): Promise<string | undefined> {
  const temporary = { label: `$(folder) ${vscode.l10n.t('In a new temporary folder')}`, isTemporary: true };
  const own = {
    label: `$(folder-opened) ${vscode.l10n.t('In an empty folder of my own…')}`,
    isTemporary: false,
  };
  const chosen = await vscode.window.showQuickPick([temporary, own], {
    title: vscode.l10n.t('Where shall the sample project lie?'),
  });
  if (chosen === undefined) {
    return undefined;
  }
  if (chosen.isTemporary) {
    return await mkdtemp(join(await realpath(tmpdir()), 'holdpoint-sample-'));
  }
  const [folder] =
    (await vscode.window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      openLabel: vscode.l10n.t('Use This Folder'),
    })) ?? [];
  if (folder === undefined || (await readdir(folder.fsPath)).length === 0) {
    return folder?.fsPath;
  }
  await vscode.window.showWarningMessage(vscode.l10n.t('This folder is not empty. Choose an empty one.'));
  return undefined;
}
