import * as vscode from 'vscode';
import type { ServerLine } from '../connection/serverLine';

/** Opens a difference exactly as it was recorded and approved: the files themselves may have changed since. */
export async function openStoredChange(line: ServerLine, previewId: string): Promise<void> {
  const { diff } = await line.request('preview/show', { preview_id: previewId });
  await showText(diff, 'diff');
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
