import type { WriteRow } from '#protocol/rows';

/** Which writes still stand. */
export interface LiveWrites {
  /** Not taken back, or taken back by a rollback that was itself taken back. */
  isLive(write: WriteRow): boolean;
  /** Whether the write is a rollback's: some other write names it in `undone_by`. */
  isRollback(write: WriteRow): boolean;
}

/** Reads `undone_by` (the id of the write that took this one back) off all writes, oldest first. */
export function liveWrites(writes: readonly WriteRow[]): LiveWrites {
  const rollbacks = new Set(writes.map((write) => write.undone_by));
  const dead = new Set<string>();
  // A write is taken back by a later one only, so that from the end on every answer is there when it is asked for.
  const known = new Set<string>();
  for (const write of writes.toReversed()) {
    const by = write.undone_by;
    if (by !== null && !(known.has(by) && dead.has(by))) dead.add(write.id);
    known.add(write.id);
  }
  return { isLive: (write) => !dead.has(write.id), isRollback: (write) => rollbacks.has(write.id) };
}

/** The writes of each path, in their order. */
export function writesByPath(writes: readonly WriteRow[]): ReadonlyMap<string, readonly WriteRow[]> {
  const byPath = new Map<string, WriteRow[]>();
  for (const write of writes) {
    const same = byPath.get(write.path);
    if (same) same.push(write);
    else byPath.set(write.path, [write]);
  }
  return byPath;
}
