import type { WriteRow } from '#protocol/rows';
import { lastCheckpointFile } from '#protocol/runFiles';
import { liveWrites, writesByPath } from './liveWrites';
import {
  byPathOrder,
  changesMode,
  conflictOf,
  currentOf,
  type PresentFiles,
  type RollbackConflict,
  type RollbackEntry,
  withInclude,
} from './rollback';

/** A file as a checkpoint recorded it. */
export interface CheckpointFile {
  readonly sha256: string;
  readonly mode: number;
}

/** Everything a return to a checkpoint rests on. */
export interface CheckpointQuestion extends PresentFiles {
  /** Every file of the checkpoint. */
  readonly files: Readonly<Record<string, CheckpointFile>>;
  /** Holdpoint's writes since the checkpoint, in the order in which they happened. */
  readonly writesSince: readonly WriteRow[];
  readonly include: readonly string[];
}

/**
 * What a return to a checkpoint does with each file that is not as it was then. What Holdpoint wrote since is taken
 * back while it stands untouched; a file that somebody else made, changed or deleted is a listed conflict.
 */
export function decideCheckpointRollback(question: CheckpointQuestion): readonly RollbackEntry[] {
  const paths = new Set([...Object.keys(question.files), ...Object.keys(question.current)]);
  const writes = writesByPath(question.writesSince);
  const { isLive } = liveWrites(question.writesSince);
  for (const path of writes.keys()) paths.add(path);
  const entries = [...paths].flatMap((path) => decidePath(path, writes.get(path) ?? [], question) ?? []);
  const live = new Set(question.writesSince.filter(isLive).map((write) => write.id));
  return entries
    .map((entry) => ({ ...entry, takes_back: entry.takes_back.filter((id) => live.has(id)) }))
    .map((entry) => withInclude(entry, question.include))
    .sort(byPathOrder);
}

function decidePath(
  path: string,
  writes: readonly WriteRow[],
  { files, current, modes, replaced }: CheckpointQuestion,
): RollbackEntry | undefined {
  const target = Object.hasOwn(files, path) ? files[path] : undefined;
  const wanted = target?.sha256 ?? null;
  const present = currentOf(current, path);
  const givesMode = changesMode(writes, modes.get(path));
  const hasOtherMode = givesMode && !isSameMode(target, writes);
  if (present === wanted && !hasOtherMode) return undefined;
  if (path === lastCheckpointFile && writes.length === 0) return undefined;
  return {
    path,
    restore_sha: wanted,
    restore_mode: target === undefined ? null : modeBack(target, writes, present !== null && !givesMode),
    expected_sha: present,
    conflict: replaced.has(path) ? 'replaced' : conflictSince(writes, wanted, present),
    restores: false,
    takes_back: writes.map((write) => write.id),
  };
}

/** Also somebody else's is what they did between the checkpoint and our first write. */
function conflictSince(
  writes: readonly WriteRow[],
  wanted: string | null,
  present: string | null,
): RollbackConflict | null {
  const [first] = writes;
  const isUnknownStart = first !== undefined && first.before_sha !== wanted;
  return conflictOf(writes, writes, present) ?? (isUnknownStart ? 'changed_between' : null);
}

/** A file that we only gave other bytes keeps its mode; one that we deleted gets the whole mode that it had back. */
function modeBack(target: CheckpointFile, writes: readonly WriteRow[], keepsMode: boolean): number | null {
  const [first] = writes;
  if (first === undefined) return target.mode;
  if (keepsMode) return null;
  return first.before_sha === target.sha256 ? first.before_mode : target.mode;
}

/** Git keeps the executable bit only, so that no more than this bit is compared. */
function isSameMode(target: CheckpointFile | undefined, writes: readonly WriteRow[]): boolean {
  const mode = writes.at(-1)?.after_mode ?? null;
  return target === undefined || mode === null || (mode & 0o100) === (target.mode & 0o100);
}
