import type { RunGit } from '../gitProcess';
import type { ChangedFile } from './changedFile';

interface Known {
  readonly name: string;
  readonly mark: string;
}

/** A file that was touched so shortly before it was looked at may change again within the same tick of its clock. */
const tickMs = 100;
/** Where times are whole seconds. */
const coarseTickMs = 2_500;

/** Which blob holds a file, for files that look as they did when they were stored: those need not be read again. */
export class BlobNames {
  readonly #known = new Map<string, Known>();

  /** Forgets blobs that the repository does not hold any more. */
  async check(git: RunGit): Promise<void> {
    if (this.#known.size === 0) return;
    const input = [...this.#known.values()].map(({ name }) => `${name}\n`).join('');
    const { stdout } = await git(['cat-file', '--batch-check=%(objectname)'], { input });
    const lines = stdout.toString('utf8').split('\n');
    const missing = new Set(
      lines.filter((line) => line.endsWith(' missing')).map((line) => line.slice(0, -8)),
    );
    if (missing.size === 0) return;
    for (const [path, { name }] of this.#known) if (missing.has(name)) this.#known.delete(path);
  }

  nameOf(file: ChangedFile): string | undefined {
    const known = this.#known.get(file.path);
    return known !== undefined && known.mark === file.mark ? known.name : undefined;
  }

  /** Remembers a file that was stored as it was when it was listed. */
  keep(file: ChangedFile, name: string): void {
    const settledMs = Number.isInteger(file.touchedMs / 1000) ? coarseTickMs : tickMs;
    if (file.touchedMs < file.seenMs - settledMs) this.#known.set(file.path, { name, mark: file.mark });
    else this.#known.delete(file.path);
  }
}
