import * as vscode from 'vscode';
import type { Result } from '#protocol/methods';
import type { ServerLines } from '../connection/serverLines';
import { previewPlace, resultChanged } from './previewUri';

/**
 * Gives the texts of proposed changes to the editor, as files that nobody can write: the editor brings those back
 * after a reload of the window. It asks for them before anybody opened a review, so this is registered first, and
 * loads the rest when it is asked.
 */
export class ReviewDocuments implements vscode.FileSystemProvider, vscode.Disposable {
  readonly #lines: Pick<ServerLines, 'at'>;
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly #following: vscode.Disposable;
  /** How often a text has changed that others were left out of: the editor reads anew what is newer. */
  #age = 1;

  readonly onDidChangeFile = this.#changed.event;

  constructor(lines: Pick<ServerLines, 'at'>) {
    this.#lines = lines;
    this.#following = resultChanged.event((uri) => {
      this.#age += 1;
      this.#changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
    });
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    const mtime = previewPlace(uri)?.side === 'result' ? this.#age : 1;
    return {
      type: vscode.FileType.File,
      ctime: 1,
      mtime,
      size: 0,
      permissions: vscode.FilePermission.Readonly,
    };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const place = previewPlace(uri);
    if (place === undefined) {
      throw vscode.FileSystemError.FileNotFound(uri);
    }
    const { liveReview } = await import('./reviewDesk');
    const { root, approval_id, preview_id } = place;
    const review = await liveReview(this.#lines.at(root), approval_id);
    const reject = place.side === 'result' ? review.choices.rejected(preview_id) : [];
    const side = place.side === 'old' ? 'old' : 'new';
    const content = await review.line.request('preview/content', { preview_id, side, reject });
    return Buffer.from(`${mark(uri)}${content.text ?? sentenceFor(content)}`);
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  readDirectory(): never {
    throw vscode.FileSystemError.NoPermissions();
  }

  createDirectory(): never {
    throw vscode.FileSystemError.NoPermissions();
  }

  writeFile(): never {
    throw vscode.FileSystemError.NoPermissions();
  }

  delete(): never {
    throw vscode.FileSystemError.NoPermissions();
  }

  rename(): never {
    throw vscode.FileSystemError.NoPermissions();
  }

  dispose(): void {
    this.#following.dispose();
    this.#changed.dispose();
  }
}

/** Where the person has files read in another encoding, a mark says that these bytes are UTF-8; it is no part of the text. */
function mark(uri: vscode.Uri): string {
  const files = vscode.workspace.getConfiguration('files', uri);
  const isRead = files.get('encoding', 'utf8') === 'utf8' && !files.get('autoGuessEncoding', false);
  return isRead ? '' : '\ufeff';
}

/** What stands in place of bytes that no editor shows as text. */
export function sentenceFor({ omitted, bytes, sha256 }: Result<'preview/content'>): string {
  switch (omitted) {
    case 'binary':
      return vscode.l10n.t('Binary file, {0} bytes, sha256 {1}', bytes ?? 0, sha256 ?? '');
    case 'too_large':
      return vscode.l10n.t('Too large to be shown here: {0} bytes, sha256 {1}', bytes ?? 0, sha256 ?? '');
    case 'gone':
      return vscode.l10n.t('The bytes of this preview are no longer kept. Draft the change again.');
    default:
      return '';
  }
}
