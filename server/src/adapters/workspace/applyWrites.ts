import { rmdir } from 'node:fs/promises';
import { AppError } from '#protocol/errors';
import type { FileWrite } from '../../runtime/ports';
import { diskFailure } from './diskFailure';
import { readState } from './readState';
import { resolvePath } from './resolvePath';
import { type CheckedWrite, StagedWrite, stale } from './stagedWrite';

const newFileMode = 0o644;

/**
 * Writes all files or none. All paths and before-hashes are checked first, all bytes are on disk beside their targets
 * before the first target changes, and a failure part-way puts every file back.
 */
export async function applyWrites(root: string, writes: readonly FileWrite[]): Promise<void> {
  const checked = await checkAll(root, writes);
  const staged: StagedWrite[] = [];
  const made: string[] = [];
  let path = '';
  try {
    for (const write of checked) {
      path = write.write.path;
      staged.push(await StagedWrite.stage(write, made));
    }
    for (const write of staged) {
      path = write.checked.write.path;
      await write.commit();
    }
    for (const write of staged) await write.check();
  } catch (error) {
    await undoAll(staged, made);
    throw diskFailure(error, path);
  }
  await finishAll(staged);
}

/** All files are in their places; what is left is to make the disk say so. */
async function finishAll(staged: readonly StagedWrite[]): Promise<void> {
  const unsure: string[] = [];
  const rescued: string[] = [];
  for (const write of staged) {
    const late = await write.finish().catch(() => {
      unsure.push(write.checked.write.path);
      return undefined;
    });
    if (late !== undefined) rescued.push(late);
  }
  if (rescued.length > 0) {
    const text = `written, but somebody wrote into the old file at that moment; what they wrote is kept in ${rescued.join(', ')}`;
    throw new AppError('STATE_CONFLICT', text, { paths: rescued });
  }
  if (unsure.length === 0) return;
  const text = `${unsure.join(', ')}: written, but the disk did not confirm that it is durable; check the disk`;
  throw new AppError('STORE_UNAVAILABLE', text, { paths: unsure });
}

/** Puts back what was there; a file that cannot be put back keeps its old bytes in the `.old.tmp` beside it. */
async function undoAll(staged: readonly StagedWrite[], made: readonly string[]): Promise<void> {
  const lost: string[] = [];
  for (const write of staged.toReversed()) {
    const isBack = await write.undo().then(
      () => true,
      () => false,
    );
    if (isBack) await write.finish().catch(() => {});
    else lost.push(write.checked.write.path);
  }
  for (const directory of made.toReversed()) await rmdir(directory).catch(() => {});
  if (lost.length === 0) return;
  const text = `${lost.join(', ')}: could not be put back; the old bytes lie beside it in .holdpoint-*.old.tmp`;
  throw new AppError('INTERNAL', text, { paths: lost });
}

async function checkAll(root: string, writes: readonly FileWrite[]): Promise<CheckedWrite[]> {
  const checked: CheckedWrite[] = [];
  const differing: { path: string; expected: string | null; actual: string | null }[] = [];
  for (const write of writes) {
    const real = await writablePath(root, write.path);
    if (checked.some((other) => other.real === real)) {
      throw new AppError('BAD_REQUEST', `${write.path} is written twice at once`, { path: write.path });
    }
    const state = await readState(real).catch(failed(write.path));
    const actual = state?.sha256 ?? null;
    if (actual !== write.before_sha256)
      differing.push({ path: write.path, expected: write.before_sha256, actual });
    checked.push({ write, real, mode: write.mode ?? state?.mode ?? newFileMode });
  }
  if (differing.length > 0) throw stale(differing);
  return checked;
}

/** The real path of a file that may be written, or DENIED. */
async function writablePath(root: string, path: string): Promise<string> {
  const { fact, real, isLink } = await resolvePath(root, path).catch(failed(path));
  const refuse = (why: string): AppError => new AppError('DENIED', `${path}: ${why}`, { path });
  if (!fact.inside) throw refuse('leads outside the workspace');
  if (fact.protected !== null) throw refuse(`steps never write ${protectedNames[fact.protected]}`);
  if (isLink) throw refuse('is a symlink; write the file that it points to');
  if (fact.kind === 'directory' || fact.kind === 'other') throw refuse('is not a regular file');
  return real;
}

const protectedNames = {
  git: "git's own files",
  state: "Holdpoint's state",
  policy: 'a policy file',
} as const;

function failed(path: string): (error: unknown) => never {
  return (error) => {
    throw diskFailure(error, path);
  };
}
