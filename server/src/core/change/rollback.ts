import type { WriteRow } from '#protocol/rows';
import { liveWrites, writesByPath } from './liveWrites';

/** Which of Holdpoint's writes are to be taken back. A filter that is absent lets everything through. */
export interface RollbackSelection {
  readonly run_id?: string;
  readonly step_id?: string;
  readonly paths?: readonly string[];
  /** Exactly these writes: the way to take a rollback back. */
  readonly write_ids?: readonly string[];
  /** Take back the steps that depend on `step_id` too. */
  readonly with_dependants?: boolean;
}

/**
 * Why a file is kept: `changed_since` somebody edited it after Holdpoint's last write, `changed_between` somebody
 * edited it between the writes to be taken back, `written_later` a write that is not selected builds on them,
 * `not_recorded` Holdpoint never wrote it, `replaced` something that is no file stands there or above it: that is moved
 * away by a person, never written over.
 */
export type RollbackConflict =
  | 'changed_since'
  | 'changed_between'
  | 'written_later'
  | 'not_recorded'
  | 'replaced';

/** What a rollback would do with one file. Hashes name contents; `null` is a missing file. */
export interface RollbackEntry {
  readonly path: string;
  /** What to put back; `null` deletes the file. */
  readonly restore_sha: string | null;
  /** `null` where ours never changed it: the file keeps the mode that it has. */
  readonly restore_mode: number | null;
  /** What the file must still be at the moment of writing. */
  readonly expected_sha: string | null;
  readonly conflict: RollbackConflict | null;
  /** Whether the file is restored: no conflict, or included all the same. */
  readonly restores: boolean;
  /** Ids of the writes that this takes back; they get `undone_by` = the id of the rollback's own write of this path. */
  readonly takes_back: readonly string[];
}

/** Files as they are now, as far as a rollback asks. */
export interface PresentFiles {
  /** sha256 of each; a path that is absent or `null` has no file. */
  readonly current: Readonly<Record<string, string | null>>;
  readonly modes: ReadonlyMap<string, number>;
  /** Paths at which a folder or a link stands now, or that would lie below a file. */
  readonly replaced: ReadonlySet<string>;
}

/** Everything the decision rests on. */
export interface RollbackQuestion extends PresentFiles {
  /** All of Holdpoint's writes in the order in which they happened, rollbacks among them. */
  readonly writes: readonly WriteRow[];
  readonly selection: RollbackSelection;
  /** For each step the steps that depend on it, directly or not. */
  readonly dependants: Readonly<Record<string, readonly string[]>>;
  /** Paths to restore in spite of a conflict. */
  readonly include: readonly string[];
}

/**
 * What a rollback does with each file, in order of path. A file is restored only if it still is what Holdpoint
 * recorded last for it and nobody else's bytes would be lost on the way back; anything else is a listed conflict.
 * Files that are already what they would become are not listed.
 */
export function decideRollback(question: RollbackQuestion): readonly RollbackEntry[] {
  const isSelected = selector(question);
  const entries: RollbackEntry[] = [];
  for (const [path, writes] of writesByPath(question.writes)) {
    const entry = decideFile(path, writes, isSelected, question);
    if (entry) entries.push(withInclude(entry, question.include));
  }
  return entries.sort(byPathOrder);
}

/** What is to be taken back, before anybody looked at the files. */
export type RollbackAim = Omit<RollbackQuestion, keyof PresentFiles | 'include'>;

/** The paths that {@link decideRollback} needs the current state of. */
export function rollbackPaths(question: RollbackAim): readonly string[] {
  const isSelected = selector(question);
  return [...new Set(question.writes.filter(isSelected).map((write) => write.path))].sort();
}

/** The current hash of a path, `null` when it has no file. */
export function currentOf(current: Readonly<Record<string, string | null>>, path: string): string | null {
  return Object.hasOwn(current, path) ? (current[path] ?? null) : null;
}

/** Marks a conflict as restored all the same when its path is included. */
export function withInclude(entry: RollbackEntry, include: readonly string[]): RollbackEntry {
  const mayRestore = entry.conflict !== 'replaced' && include.includes(entry.path);
  return { ...entry, restores: entry.conflict === null || mayRestore };
}

/** Order of paths in a list that a person approves. */
export function byPathOrder(left: RollbackEntry, right: RollbackEntry): number {
  return left.path < right.path ? -1 : 1;
}

/**
 * What stands between the present and the state before the first of `taken` (which are among `writes`, in order): an
 * edit by somebody else, or a write that is not taken back and still has an effect.
 */
export function conflictOf(
  writes: readonly WriteRow[],
  taken: readonly WriteRow[],
  current: string | null,
): RollbackConflict | null {
  const last = writes.at(-1);
  const first = taken[0];
  if (!last || !first) return 'not_recorded';
  if (last.after_sha !== current) return 'changed_since';
  const since = writes.slice(writes.indexOf(first));
  const isUnbroken = since.every(
    (write, index) => index === 0 || since[index - 1]?.after_sha === write.before_sha,
  );
  if (!isUnbroken) return 'changed_between';
  return hasOtherEffect(since, new Set(taken)) ? 'written_later' : null;
}

/** Whether writes of ours gave a file another mode, and it still has that; what a person gave it is theirs. */
export function changesMode(writes: readonly WriteRow[], presentMode: number | undefined): boolean {
  const last = writes.at(-1)?.after_mode ?? null;
  if (last !== null && presentMode !== undefined && (last & 0o777) !== (presentMode & 0o777)) return false;
  const isOther = writes.some(
    ({ before_mode, after_mode }) =>
      before_mode !== null && after_mode !== null && before_mode !== after_mode,
  );
  const wasGone = writes.some(({ after_mode }) => after_mode === null);
  return isOther || (wasGone && writes[0]?.before_mode !== writes.at(-1)?.after_mode);
}

function selector(question: RollbackAim): (write: WriteRow) => boolean {
  const { selection, dependants, writes } = question;
  const { run_id: runId, step_id: stepId, paths, write_ids: ids } = selection;
  const live = liveWrites(writes);
  const steps = stepId === undefined ? null : stepSet(stepId, selection.with_dependants ? dependants : {});
  const isNamed = (write: WriteRow): boolean => (ids ? ids.includes(write.id) : !live.isRollback(write));
  return (write) =>
    live.isLive(write) &&
    isNamed(write) &&
    (runId === undefined || write.run_id === runId) &&
    (steps === null || steps.has(write.step_id)) &&
    (paths === undefined || paths.includes(write.path));
}

function stepSet(stepId: string, dependants: RollbackQuestion['dependants']): ReadonlySet<string | null> {
  const more = Object.hasOwn(dependants, stepId) ? (dependants[stepId] ?? []) : [];
  return new Set([stepId, ...more]);
}

function decideFile(
  path: string,
  writes: readonly WriteRow[],
  isSelected: (write: WriteRow) => boolean,
  { current: present, modes, replaced }: PresentFiles,
): RollbackEntry | undefined {
  const current = currentOf(present, path);
  const taken = writes.filter(isSelected);
  const first = taken[0];
  if (!first) return undefined;
  const last = writes.at(-1);
  const conflict = replaced.has(path) ? 'replaced' : conflictOf(writes, taken, current);
  const keepsMode = !changesMode(writes.slice(writes.indexOf(first)), modes.get(path));
  const isSameMode = keepsMode || first.before_mode === null || first.before_mode === last?.after_mode;
  if (current === first.before_sha && (conflict !== null || isSameMode)) return undefined;
  return {
    path,
    restore_sha: first.before_sha,
    restore_mode: current !== null && keepsMode ? null : first.before_mode,
    expected_sha: current,
    conflict,
    restores: conflict === null,
    takes_back: taken.map((write) => write.id),
  };
}

/** Whether a stretch of writes that stay (between those taken back) leaves the file other than it found it. */
function hasOtherEffect(since: readonly WriteRow[], taken: ReadonlySet<WriteRow>): boolean {
  let staying: WriteRow[] = [];
  const isEffective = (): boolean => {
    const [start, end] = [staying[0], staying.at(-1)];
    return start?.before_sha !== end?.after_sha || start?.before_mode !== end?.after_mode;
  };
  for (const write of since) {
    if (!taken.has(write)) staying.push(write);
    else if (isEffective()) return true;
    else staying = [];
  }
  return isEffective();
}
