import { randomBytes } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { copyFile, lchown, link, lstat, mkdir, open, readFile, rename, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AppError } from '#protocol/errors';
import type { FileWrite } from '../../runtime/ports';
import { openParent, type Parent } from './openParent';
import { sha256Of } from './readState';

/** A write that was checked, with the real path that it goes to and the mode that the file will have. */
export interface CheckedWrite {
  readonly write: FileWrite;
  readonly real: string;
  readonly mode: number;
}

const writeFlags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0);

/**
 * One file on its way to disk. `stage` does all that can fail for want of space, `commit` puts the file in its place
 * in one step, `undo` takes it back at no cost of space, `finish` makes it durable and cleans up.
 */
export class StagedWrite {
  readonly checked: CheckedWrite;
  readonly #parent: Parent;
  readonly #name: string;
  readonly #fresh: string;
  readonly #kept: string;
  #isCommitted = false;
  /** Whether the kept file is the very one that was replaced, into which somebody may still be writing. */
  #isLinked = false;

  private constructor(checked: CheckedWrite, parent: Parent) {
    this.checked = checked;
    this.#parent = parent;
    this.#name = basename(checked.real);
    const mark = randomBytes(6).toString('hex');
    this.#fresh = `.holdpoint-${mark}.tmp`;
    this.#kept = `.holdpoint-${mark}.old.tmp`;
  }

  /** Writes the new bytes beside the target; directories that had to be made are added to `made`. */
  static async stage(checked: CheckedWrite, made: string[]): Promise<StagedWrite> {
    const parent = await openOrMake(dirname(checked.real), checked.write.path, made);
    const staged = new StagedWrite(checked, parent);
    try {
      await staged.#writeFresh();
      return staged;
    } catch (error) {
      await staged.#discard();
      await parent.close();
      throw error;
    }
  }

  async #writeFresh(): Promise<void> {
    const { after } = this.checked.write;
    if (after === null) return;
    const handle = await open(this.#parent.at(this.#fresh), writeFlags, 0o600);
    try {
      await handle.writeFile(after);
      await handle.chmod(this.checked.mode & 0o777);
      await handle.sync();
    } finally {
      await handle.close();
    }
  }

  async commit(): Promise<void> {
    await this.#parent.check();
    if (this.checked.write.before_sha256 === null) await this.#create();
    else await this.#replace();
    this.#isCommitted = true;
  }

  async #create(): Promise<void> {
    if (this.checked.write.after === null) return;
    try {
      await link(this.#parent.at(this.#fresh), this.#parent.at(this.#name));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EEXIST')
        throw stale([{ path: this.checked.write.path, expected: null, actual: 'present' }]);
      if (!isLinkRefusal(code)) throw error;
      await rename(this.#parent.at(this.#fresh), this.#parent.at(this.#name));
    }
  }

  /** Keeps the old file under another name first and checks what was kept: a late edit is noticed and stays. */
  async #replace(): Promise<void> {
    const { write } = this.checked;
    const target = this.#parent.at(this.#name);
    const kept = this.#parent.at(this.#kept);
    await link(target, kept).catch(async (error: NodeJS.ErrnoException) => {
      if (!isLinkRefusal(error.code)) throw error;
      await copyFile(target, kept, constants.COPYFILE_EXCL);
    });
    const old = await lstat(kept);
    await this.#refuseLate(old.isFile());
    this.#isLinked = old.nlink > 1;
    if (this.#isLinked && (await lstat(target)).ino !== old.ino)
      throw stale([{ path: write.path, expected: write.before_sha256, actual: 'another file' }]);
    if (write.after === null) await unlink(target);
    else await this.#putInPlace(target, old);
  }

  async #refuseLate(isFile: boolean): Promise<void> {
    const { path, before_sha256: expected } = this.checked.write;
    const actual = isFile ? sha256Of(await readFile(this.#parent.at(this.#kept))) : 'not a file';
    if (actual !== expected) throw stale([{ path, expected, actual }]);
  }

  /** Throws when somebody has written into the old file while it was being replaced; `undo` brings that back. */
  async check(): Promise<void> {
    if (this.#isLinked) await this.#refuseLate(true);
  }

  /** The file keeps its owner when somebody with the right to do so (an administrator) writes it. */
  async #putInPlace(target: string, { uid, gid }: Stats): Promise<void> {
    const fresh = this.#parent.at(this.#fresh);
    if (uid !== process.getuid?.() || gid !== process.getgid?.())
      await lchown(fresh, uid, gid).catch(() => {});
    await rename(fresh, target);
  }

  async undo(): Promise<void> {
    if (this.#isCommitted) await this.#takeBack();
    this.#isCommitted = false;
  }

  async #takeBack(): Promise<void> {
    const { before_sha256: before, after } = this.checked.write;
    if (before !== null) await rename(this.#parent.at(this.#kept), this.#parent.at(this.#name));
    else if (after !== null) await unlink(this.#parent.at(this.#name));
  }

  /** Answers where the old file stays, when somebody wrote into it after it had been replaced. */
  async finish(): Promise<string | undefined> {
    const rescued = await this.#rescue();
    await this.#discard();
    try {
      await this.#parent.sync();
    } finally {
      await this.#parent.close();
    }
    return rescued;
  }

  /** What an editor that held the old file open wrote into it last is nowhere else. */
  async #rescue(): Promise<string | undefined> {
    if (!this.#isCommitted || !this.#isLinked) return undefined;
    const bytes = await readFile(this.#parent.at(this.#kept));
    if (sha256Of(bytes) === this.checked.write.before_sha256) return undefined;
    const name = `${this.#name}${this.#kept.replace('.old.tmp', '.late')}`;
    await rename(this.#parent.at(this.#kept), this.#parent.at(name));
    return join(dirname(this.checked.write.path), name);
  }

  async #discard(): Promise<void> {
    for (const name of [this.#fresh, this.#kept]) await unlink(this.#parent.at(name)).catch(() => {});
  }
}

/** The refusal when files are not what the preview was made from. */
export function stale(
  files: readonly { path: string; expected: string | null; actual: string | null }[],
): AppError {
  const paths = files.map((file) => file.path).join(', ');
  const text = `${paths}: changed since the preview was made. No file was changed; preview again.`;
  return new AppError('PREVIEW_MISMATCH', text, { stale: files });
}

function isLinkRefusal(code: string | undefined): boolean {
  return ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EACCES'].includes(code ?? '');
}

async function openOrMake(real: string, shown: string, made: string[]): Promise<Parent> {
  try {
    return await openParent(real, shown);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || dirname(real) === real) throw error;
  }
  const above = await openOrMake(dirname(real), shown, made);
  try {
    await mkdir(above.at(basename(real)));
    made.push(real);
    await above.sync();
  } finally {
    await above.close();
  }
  return openParent(real, shown);
}
