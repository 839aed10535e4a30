import { z } from 'zod';

/** What an editor tells whenever it changes: the files, by absolute real path, that it holds with unsaved changes. */
export const unsavedReport = z.object({ files: z.array(z.string().min(1).max(4096)).max(10_000) });

/** What the connected editors have said they hold unsaved, and for a while what one held that went away. */
export class UnsavedFiles {
  readonly #held = new Map<object, ReadonlySet<string>>();
  readonly #left = new Set<ReadonlySet<string>>();
  readonly #keepMs: number;

  /** `keepMs`: a window that reloads is gone for some seconds and comes back with what it held. */
  constructor(keepMs: number) {
    this.#keepMs = keepMs;
  }

  /** An editor that comes, or comes back, speaks for what was left; one that was here all the time does not. */
  report(editor: object, files: readonly string[]): void {
    if (!this.#held.has(editor)) {
      this.#left.clear();
    }
    this.#held.set(editor, new Set(files));
  }

  leave(editor: object): void {
    const files = this.#held.get(editor);
    this.#held.delete(editor);
    if (files === undefined || files.size === 0) {
      return;
    }
    this.#left.add(files);
    setTimeout(() => this.#left.delete(files), this.#keepMs).unref();
  }

  all(): ReadonlySet<string> {
    return new Set([...this.#held.values(), ...this.#left].flatMap((files) => [...files]));
  }
}
