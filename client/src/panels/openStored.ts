import * as vscode from 'vscode';
import { visible } from '#protocol/shown/visible';
import type { ServerLine } from '../connection/serverLine';
import { storedUri } from '../shown/storedDocuments';

/** Opens a difference in the editor's own, exactly as it was recorded: the file itself may have changed since. */
export async function openStoredChange(line: ServerLine, previewId: string): Promise<void> {
  const { path } = await line.request('preview/show', { preview_id: previewId });
  const { root } = line;
  const sideOf = (side: 'old' | 'new') => storedUri({ root, preview_id: previewId, path, side });
  const title = vscode.l10n.t('{0}: recorded change', visible(path));
  await vscode.commands.executeCommand('vscode.diff', sideOf('old'), sideOf('new'), title, {
    viewColumn: vscode.ViewColumn.Beside,
  });
}

/** Opens what a step left behind, as text. */
export async function openStoredArtifact(line: ServerLine, sha256: string): Promise<void> {
  const { base64, media_type } = await line.request('artifact/get', { sha256 });
  const text = Buffer.from(base64, 'base64').toString('utf8');
  await showText(text, media_type.includes('json') ? 'json' : 'plaintext');
}

async function showText(content: string, language: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ content, language });
  await vscode.window.showTextDocument(document, { preview: true, viewColumn: vscode.ViewColumn.Beside });
}
