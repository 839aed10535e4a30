import type { Disposable } from 'vscode';
import { Listeners } from '../connection/listeners';
import { type ActiveRun, ActiveRuns } from '../live/activeRuns';
import type { Folders } from './folders';
import { PerFolder } from './perFolder';

/** A run that is not over, and the folder in which it goes on. */
export type ActiveRunThere = ActiveRun & { readonly root: string };

/** The runs of all folders of the window that are not over. */
export class AllRuns implements Disposable {
  readonly #runs: PerFolder<ActiveRuns>;
  readonly #changed = new Listeners<void>();
  readonly #heard: Disposable;

  constructor(folders: Folders, failed: (error: unknown) => void) {
    this.#runs = new PerFolder(folders, (line) => {
      const runs = new ActiveRuns(line, failed);
      runs.onDidChange(() => this.#changed.fire());
      return runs;
    });
    // Made at once, so that each hears from its server as soon as that speaks.
    void this.#runs.all;
    this.#heard = folders.onDidChangeRoots(() => {
      void this.#runs.all;
      this.#changed.fire();
    });
  }

  readonly onDidChange = this.#changed.event;

  /** The newest first. */
  get items(): readonly ActiveRunThere[] {
    return this.#runs.all
      .flatMap(([root, { items }]) => items.map((active) => ({ ...active, root })))
      .sort((a, b) => b.run.created_at.localeCompare(a.run.created_at));
  }

  dispose(): void {
    this.#heard.dispose();
    this.#runs.dispose();
  }
}
