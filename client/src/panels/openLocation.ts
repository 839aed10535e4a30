import { isAbsolute } from 'node:path';
import * as vscode from 'vscode';
import type { Result } from '#protocol/methods';
import { visible } from '#protocol/shown/visible';
import { toldPlace } from './plan/boardSteps';

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

/** Something in a run's effects that a view wants to see. */
type ToldWish =
  | { readonly type: 'openFile'; readonly path: string }
  | { readonly type: 'openLocation'; readonly location: string };

/** Opens a changed file or the place of a rule, if the effects of which a view was told name it. */
export async function openTold({ files, effects }: Result<'run/effects'>, wish: ToldWish): Promise<void> {
  if (wish.type === 'openFile') {
    const told = files.find(({ path }) => visible(path) === wish.path);
    return told && (await openLocation(told.path, 1));
  }
  const locations = effects.map(({ location }) => location);
  const place = toldPlace(locations, wish.location);
  return place === null ? undefined : await openLocation(place.file, place.line);
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
