import * as vscode from 'vscode';
import type { ServerLines } from '../connection/serverLines';
import { sentenceFor } from '../review/reviewDocuments';

/** The scheme of the documents that show a change as it was recorded, whoever decided about it. */
export const storedScheme = 'holdpoint-stored';

/** Which side of which recorded change a document shows. */
export interface StoredPlace {
  readonly root: string | undefined;
  readonly preview_id: string;
  readonly path: string;
  readonly side: 'old' | 'new';
}

/** The address of one side; it ends like the file, so that the editor knows its language. */
export function storedUri({ root = '', preview_id, path, side }: StoredPlace): vscode.Uri {
  const query = new URLSearchParams({ root, preview: preview_id, side }).toString();
  return vscode.Uri.from({ scheme: storedScheme, path: `/${path}`, query });
}

/** Gives both sides of recorded changes to the editor: the files themselves may have changed since. */
export class StoredDocuments implements vscode.TextDocumentContentProvider {
  readonly #lines: Pick<ServerLines, 'at'>;

  constructor(lines: Pick<ServerLines, 'at'>) {
    this.#lines = lines;
  }

  async provideTextDocumentContent(uri: vscode.Uri, token: vscode.CancellationToken): Promise<string> {
    const query = new URLSearchParams(uri.query);
    const root = query.get('root') ?? '';
    const line = this.#lines.at(root === '' ? undefined : root);
    const side = query.get('side') === 'old' ? 'old' : 'new';
    const asked = { preview_id: query.get('preview') ?? '', side } as const;
    const content = await line.request('preview/content', asked, token);
    return content.text ?? sentenceFor(content);
  }
}
