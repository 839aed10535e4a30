import { readdirSync, readFileSync } from 'node:fs';

interface Entry {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly session: number;
}

/**
 * The living processes that a child brought forth, itself included: its group, its session, everything below it, and
 * whatever carries its marker in its environment, which finds even daemons that left session, group and parent.
 */
export function linuxProcesses(root: number, marker: string): readonly number[] {
  const entries = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? readEntry(Number(name)) : []));
  const found = new Set<number>();
  for (const entry of entries) {
    const isKin = entry.pid === root || entry.group === root || entry.session === root;
    if (isKin || (entry.pid !== process.pid && carries(entry.pid, marker))) found.add(entry.pid);
  }
  let size = -1;
  while (size !== found.size) {
    size = found.size;
    for (const entry of entries) if (found.has(entry.parent)) found.add(entry.pid);
  }
  found.delete(process.pid);
  return [...found];
}

/** One line of the process table, or nothing for one that has ended and only waits to be reaped. */
function readEntry(pid: number): readonly Entry[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The program name stands in parentheses and may itself contain spaces and parentheses.
    const [state, parent, group, session] = text.slice(text.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z' || state === 'X') return [];
    return [{ pid, parent: Number(parent), group: Number(group), session: Number(session) }];
  } catch {
    return [];
  }
}

function carries(pid: number, marker: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(marker);
  } catch {
    return false;
  }
}
