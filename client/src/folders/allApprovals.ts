import type { Disposable } from 'vscode';
import type { ApprovalView } from '#protocol/methods/approvals';
import { Listeners } from '../connection/listeners';
import { ApprovalQueue } from '../live/approvalQueue';
import { everyFolder } from './everyFolder';
import type { Folders } from './folders';
import { PerFolder } from './perFolder';

/** An approval that waits, and the folder in which it does. */
export type WaitingApproval = ApprovalView & { readonly root: string };

/** What waits for a person in any folder of the window. */
export class AllApprovals implements Disposable {
  readonly #folders: Folders;
  readonly #queues: PerFolder<ApprovalQueue>;
  readonly #changed = new Listeners<void>();
  readonly #heard: Disposable;

  constructor(folders: Folders, failed: (error: unknown) => void) {
    this.#folders = folders;
    this.#queues = new PerFolder(folders, (line) => {
      const queue = new ApprovalQueue(line, failed);
      queue.onDidChange(() => this.#changed.fire());
      return queue;
    });
    // Made at once, so that each hears from its server as soon as that speaks.
    void this.#queues.all;
    this.#heard = folders.onDidChangeRoots(() => {
      void this.#queues.all;
      this.#changed.fire();
    });
  }

  readonly onDidChange = this.#changed.event;

  /** Everything that waits; of a folder whose queue was not loaded nothing. */
  get items(): readonly WaitingApproval[] {
    return this.#queues.all.flatMap(([root, { items }]) => items.map((approval) => ({ ...approval, root })));
  }

  get isLoaded(): boolean {
    return this.#queues.all.some(([, { isLoaded }]) => isLoaded);
  }

  /** The queue of one folder. */
  of(root: string): ApprovalQueue {
    return this.#queues.of(root);
  }

  /** Reads the queues that are not known. */
  async load(): Promise<void> {
    await everyFolder(
      this.#queues.all,
      ([, queue]) => queue.load(),
      () => this.#folders.noFolder(),
    );
  }

  /** Reads all queues again. */
  async reload(): Promise<void> {
    await everyFolder(
      this.#queues.all,
      ([, queue]) => queue.reload(),
      () => this.#folders.noFolder(),
    );
  }

  dispose(): void {
    this.#heard.dispose();
    this.#queues.dispose();
  }
}
