import type { Disposable } from 'vscode';
import type { ServerLine } from '../connection/serverLine';
import type { Folders } from './folders';

/** One of something for each folder of the window, made when first needed and gone with its folder. */
export class PerFolder<T extends Disposable> implements Disposable {
  readonly #folders: Folders;
  readonly #make: (line: ServerLine, root: string) => T;
  readonly #made = new Map<string, T>();
  readonly #heard: Disposable;

  constructor(folders: Folders, make: (line: ServerLine, root: string) => T) {
    this.#folders = folders;
    this.#make = make;
    this.#heard = folders.onDidChangeRoots(() => this.#leave());
  }

  /** Those of all folders, in the order of the folders. */
  get all(): readonly (readonly [string, T])[] {
    return this.#folders.roots.map((root) => [root, this.of(root)] as const);
  }

  of(root: string): T {
    const known = this.#made.get(root);
    if (known !== undefined) {
      return known;
    }
    const made = this.#make(this.#folders.lineTo(root), root);
    this.#made.set(root, made);
    return made;
  }

  dispose(): void {
    this.#heard.dispose();
    for (const one of this.#made.values()) {
      one.dispose();
    }
  }

  #leave(): void {
    for (const [root, one] of [...this.#made]) {
      if (!this.#folders.roots.includes(root)) {
        this.#made.delete(root);
        one.dispose();
      }
    }
  }
}
