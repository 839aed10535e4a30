import { readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { acquireLock } from '../../server/src/adapters/lock';

/*
 * Takes the lock again and again; a file beside it says who is inside. Says `violation` when two are, `taken` each
 * time, and dies inside the lock when the round asks for it.
 */

const [, , lockFile = '', rounds = '', diesAt = ''] = process.argv;
const insideFile = `${lockFile}.inside`;

for (let round = 0; round < Number(rounds); ) {
  const lock = acquireLock(lockFile);
  if ('owner' in lock) continue;
  const inside = readInside();
  if (inside !== '' && isAlive(Number(inside))) writeSync(1, `violation by ${inside}\n`);
  writeFileSync(insideFile, String(process.pid));
  for (let turn = 0; turn < 2000; turn += 1)
    if (turn % 500 === 0 && readInside() !== String(process.pid)) writeSync(1, 'violation inside\n');
  writeSync(1, 'taken\n');
  if (String(round) === diesAt) process.kill(process.pid, 'SIGKILL');
  rmSync(insideFile);
  lock.release();
  round += 1;
}

function readInside(): string {
  try {
    return readFileSync(insideFile, 'utf8');
  } catch {
    return '';
  }
}

function isAlive(pid: number): boolean {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return line.slice(line.lastIndexOf(')') + 2, line.lastIndexOf(')') + 3) !== 'Z';
  } catch {
    return false;
  }
}
