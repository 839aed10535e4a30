import { resolve } from 'node:path';
import type { EditorHost } from './startHost';

/** The address at which a browser shows a folder, or the folders of a workspace file, in the editor. */
export function workbenchAddress(
  { authority }: EditorHost,
  folder: string,
  payload: readonly (readonly [string, string])[] = [],
): string {
  const url = new URL(`http://${authority}/`);
  url.searchParams.set(folder.endsWith('.code-workspace') ? 'workspace' : 'folder', resolve(folder));
  url.searchParams.set('payload', JSON.stringify([['skipWelcome', 'true'], ...payload]));
  return url.href;
}

/** A path of this machine as the editor's page names it. */
export function remotePath({ authority }: EditorHost, path: string): string {
  return `vscode-remote://${authority}${resolve(path)}`;
}
