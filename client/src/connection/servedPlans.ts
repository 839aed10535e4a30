import * as vscode from 'vscode';
import { folderOf, isPlanDocument } from '../workspace/planDocument';
import type { FolderLine } from './folderLine';
import { Listeners } from './listeners';

/** Plans that are open: each has its server, and what the server finds in it comes without being asked for. */
export class ServedPlans implements vscode.Disposable {
  readonly #lineOf: (root: string) => FolderLine;
  readonly #diagnosing = new Listeners<vscode.Uri>();
  /** Folders whose server was looked for because of a plan: what keeps it away is said once. */
  readonly #sought = new Set<string>();
  readonly #listening: vscode.Disposable;

  constructor(lineOf: (root: string) => FolderLine) {
    this.#lineOf = lineOf;
    this.#listening = vscode.Disposable.from(
      vscode.workspace.onDidOpenTextDocument((document) => this.#serve(document)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#serve(document)),
    );
    for (const document of vscode.workspace.textDocuments) {
      this.#serve(document);
    }
  }

  /** Fires when the server has said what it finds in a plan that is open. */
  readonly onDidDiagnose = this.#diagnosing.event;

  diagnosed(uri: vscode.Uri): void {
    this.#diagnosing.fire(uri);
  }

  /** After a connection was lost the next plan may look for the server again. */
  forget(root: string): void {
    this.#sought.delete(root);
  }

  dispose(): void {
    this.#listening.dispose();
  }

  #serve(document: vscode.TextDocument): void {
    const root = folderOf(document);
    if (root !== undefined && !this.#sought.has(root) && isPlanDocument(document)) {
      this.#sought.add(root);
      this.#lineOf(root).connect().catch(showLater);
    }
  }
}

async function showLater(error: unknown): Promise<void> {
  const { showFailure } = await import('../failures');
  await showFailure(error);
}
