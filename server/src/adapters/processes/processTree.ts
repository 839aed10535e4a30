import { spawn } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { linuxProcesses } from './linuxProcesses';

/** How long a process has between being asked to end and being ended, where nobody says. */
const usualGraceMs = 2000;
const lookEveryMs = 25;
/** How long to wait for the dead to disappear before giving up on looking. */
const reapMs = 1000;

/** A child with everything it started. */
export interface ProcessTree {
  /** Whether anything of it still runs. */
  isAlive(): boolean;
  /** Asks all of it to end, ends what is left after the grace; resolves when nothing runs any more. */
  end(graceMs?: number): Promise<void>;
}

/** Watches the tree below `pid`, whose group is its own and whose environment holds `marker`. */
export function processTree(pid: number, marker: string): ProcessTree {
  if (process.platform === 'win32') return windowsTree(pid);
  const members = process.platform === 'linux' ? () => linuxProcesses(pid, marker) : () => groupOnly(pid);
  let ending: Promise<void> | undefined;
  return {
    isAlive: () => members().length > 0,
    end(graceMs = usualGraceMs) {
      ending ??= endAll(pid, members, graceMs);
      return ending;
    },
  };
}

async function endAll(group: number, members: () => readonly number[], graceMs: number): Promise<void> {
  const alive = members();
  if (alive.length === 0) return;
  for (const pid of alive) send(pid, 'SIGTERM');
  if (await gone(members, graceMs)) return;
  const deadline = Date.now() + reapMs;
  // Again and again: a tree that forks while it is being ended must not slip through between two looks.
  for (let left = members(); left.length > 0 && Date.now() < deadline; left = members()) {
    for (const pid of [-group, ...left]) send(pid, 'SIGKILL');
    await wait(lookEveryMs);
  }
}

async function gone(members: () => readonly number[], ms: number): Promise<boolean> {
  const deadline = Date.now() + ms;
  while (members().length > 0) {
    if (Date.now() >= deadline) return false;
    await wait(lookEveryMs);
  }
  return true;
}

function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

/** Where there is no process table to read, the group stands for all of it. */
function groupOnly(group: number): readonly number[] {
  return send(-group, 0) ? [-group] : [];
}

function windowsTree(pid: number): ProcessTree {
  let ending: Promise<void> | undefined;
  return {
    isAlive: () => send(pid, 0),
    end() {
      ending ??= taskkill(pid);
      return ending;
    },
  };
}

function taskkill(pid: number): Promise<void> {
  const { SystemRoot } = process.env;
  const program = path.join(SystemRoot ?? 'C:\\Windows', 'System32', 'taskkill.exe');
  return new Promise((resolve) => {
    const killer = spawn(program, ['/PID', String(pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true });
    killer.once('error', () => resolve());
    killer.once('exit', () => resolve());
  });
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
