import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, statSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** The process that a lock file names. */
export interface LockOwner {
  readonly host: string;
  readonly boot: string;
  readonly pid: number;
  /** When the process started, as the system tells it; null where it does not. */
  readonly start: string | null;
}

/** A lock that this process holds. */
export interface HeldLock {
  /** Whether the file still is the one this process made. */
  isHeld(): boolean;
  /** Shows processes of other machines that the owner is alive; due every few seconds on a shared folder. */
  beat(): void;
  release(): void;
}

const tries = 50;
/** How long an owner on another machine counts as alive after its last beat. */
const beatMs = 60_000;
/** A file that cannot be read may be one that is being written; older than this it is wreckage. */
const unreadableMs = 5000;

/**
 * Takes the lock of a file for this process, or names the living process that holds it. The file of a dead owner
 * (process gone or its number reused, machine started anew) is taken over by exactly one of those who want it.
 */
export function acquireLock(file: string): HeldLock | { readonly owner: LockOwner | null } {
  const text = JSON.stringify({ ...thisProcess(), nonce: randomUUID() });
  for (let count = 0; count < tries; count += 1) {
    if (create(file, text)) return held(file, text);
    const found = read(file);
    if (found === null) continue;
    const owner = ownerIn(found);
    if (isAlive(owner, file)) return { owner };
    if (!takeOver(file, found, text)) pause();
  }
  const found = read(file);
  return { owner: found === null ? null : ownerIn(found) };
}

/** The living process that holds a lock, which is only looked at; `pid` is null while its name is being written. */
export function lockHolder(file: string): { readonly pid: number | null } | null {
  const found = read(file);
  if (found === null) return null;
  const owner = ownerIn(found);
  return isAlive(owner, file) ? { pid: owner?.pid ?? null } : null;
}

/** Two locks as one, both of which this process must hold. */
export function bothLocks(first: HeldLock, second: HeldLock): HeldLock {
  return {
    isHeld: () => first.isHeld() && second.isHeld(),
    beat: () => {
      first.beat();
      second.beat();
    },
    release: () => {
      second.release();
      first.release();
    },
  };
}

/** When a process started, in the system's own words; null when it cannot be known. */
export function processStart(pid: number): string | null {
  const fields = statFields(pid);
  if (fields !== null) return fields[19] ?? null;
  if (process.platform !== 'darwin' && process.platform !== 'freebsd') return null;
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null;
  } catch {
    return null;
  }
}

function thisProcess(): LockOwner {
  return { host: hostname(), boot: bootId(), pid: process.pid, start: processStart(process.pid) };
}

function held(file: string, text: string): HeldLock {
  return {
    isHeld: () => read(file) === text,
    beat: () => {
      if (read(file) === text) utimesSync(file, new Date(), new Date());
    },
    release: () => {
      if (read(file) === text) unlinkSync(file);
    },
  };
}

/** Removes a lock judged stale, under a second lock so that nobody removes what another has just made. */
function takeOver(file: string, stale: string, text: string): boolean {
  const guard = `${file}.takeover`;
  if (!create(guard, text)) {
    dropStaleGuard(guard);
    return false;
  }
  try {
    if (read(file) === stale) unlinkSync(file);
    return true;
  } finally {
    if (read(guard) === text) unlinkSync(guard);
  }
}

/** Moves a dead process's guard aside; one that was made meanwhile by the living is put back. */
function dropStaleGuard(guard: string): void {
  const found = read(guard);
  if (found === null || isAlive(ownerIn(found), guard)) return;
  const aside = `${guard}.${randomUUID()}`;
  try {
    renameSync(guard, aside);
    if (read(aside) !== found) linkSync(aside, guard);
  } catch {
    // Somebody else was faster; the next round sees what they did.
  }
  try {
    unlinkSync(aside);
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error;
  }
}

/** Makes a file with its whole content in one step; false when it exists. */
function create(file: string, text: string): boolean {
  const draft = `${file}.${process.pid}.${randomUUID()}`;
  writeFileSync(draft, text, { flag: 'wx', mode: 0o600 });
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    if (isCode(error, 'EPERM') || isCode(error, 'ENOTSUP')) return createWithoutLinks(file, text);
    throw error;
  } finally {
    unlinkSync(draft);
  }
}

function createWithoutLinks(file: string, text: string): boolean {
  try {
    writeFileSync(file, text, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  }
}

function isAlive(owner: LockOwner | null, file: string): boolean {
  if (owner === null) return ageMs(file) < unreadableMs;
  if (owner.host !== hostname()) return ageMs(file) < beatMs;
  if (owner.boot !== '' && owner.boot !== bootId()) return false;
  if (!exists(owner.pid)) return false;
  const start = processStart(owner.pid);
  if (owner.start !== null && start !== null && owner.start !== start) return false;
  return process.platform !== 'linux' || isRunning(owner.pid);
}

function isRunning(pid: number): boolean {
  const state = statFields(pid)?.[0];
  return state !== undefined && state !== 'Z' && state !== 'X';
}

/** The fields of the system's line about a process that follow its name: state first, start time twentieth. */
function statFields(pid: number): readonly string[] | null {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return line.slice(line.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isCode(error, 'EPERM');
  }
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}

function ownerIn(text: string): LockOwner | null {
  try {
    const { host, boot, pid, start } = JSON.parse(text) as Partial<LockOwner>;
    if (typeof host !== 'string' || typeof pid !== 'number' || pid <= 0) return null;
    return { host, boot: boot ?? '', pid, start: start ?? null };
  } catch {
    return null;
  }
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null;
    throw error;
  }
}

function ageMs(file: string): number {
  try {
    return Date.now() - statSync(file).mtimeMs;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

function isCode(error: unknown, code: string): boolean {
  return (error as NodeJS.ErrnoException).code === code;
}

/** Waits a few milliseconds, of a length that competing processes do not share. */
function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2 + Math.random() * 10);
}
