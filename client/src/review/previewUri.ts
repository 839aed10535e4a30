import * as vscode from 'vscode';

/** The scheme of the documents that show proposed changes: nothing behind them can be written. */
export const previewScheme = 'holdpoint-preview';

/** The file as it is, as proposed, or as it would be without the rejected hunks. */
export type PreviewSide = 'old' | 'new' | 'result';

/** Which text of which preview a document shows. */
export interface PreviewPlace {
  /** The folder whose record holds it. */
  readonly root: string | undefined;
  readonly approval_id: string;
  readonly preview_id: string;
  readonly path: string;
  readonly side: PreviewSide;
}

/** The address of one side of a preview; it ends like the file, so that the editor knows its language. */
export function previewUri({ root = '', approval_id, preview_id, path, side }: PreviewPlace): vscode.Uri {
  const query = new URLSearchParams({ root, approval: approval_id, preview: preview_id, side }).toString();
  return vscode.Uri.from({ scheme: previewScheme, path: `/${path}`, query });
}

/** What a document shows, or `undefined` when it is none of ours. */
export function previewPlace(uri: vscode.Uri | undefined): PreviewPlace | undefined {
  if (uri?.scheme !== previewScheme) {
    return undefined;
  }
  const query = new URLSearchParams(uri.query);
  const side = query.get('side');
  const [approval_id, preview_id] = [query.get('approval'), query.get('preview')];
  const isWhole = approval_id !== null && preview_id !== null;
  return isWhole && (side === 'old' || side === 'new' || side === 'result')
    ? { root: query.get('root') || undefined, approval_id, preview_id, path: uri.path.slice(1), side }
    : undefined;
}

/** Tells which documents show a text that other hunks were left out of since. */
export const resultChanged = new vscode.EventEmitter<vscode.Uri>();

/** Has the text without the rejected hunks read anew. */
export function refreshResult(place: Omit<PreviewPlace, 'side'>): void {
  resultChanged.fire(previewUri({ ...place, side: 'result' }));
}
