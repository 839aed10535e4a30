import { deepStrictEqual, equal, ok } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { acquireLock, processStart } from '../../server/src/adapters/lock';
import { until } from '../support/until';

const isLong = process.env['HOLDPOINT_LONG'] === '1';

describe('the lock', function () {
  this.timeout(600_000);
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'holdpoint-lock-'));
    file = join(folder, 'lock');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('has one owner, who is named to everybody else', () => {
    const lock = acquireLock(file);
    ok('release' in lock);
    equal(lock.isHeld(), true);
    const second = acquireLock(file);
    ok('owner' in second);
    deepStrictEqual([second.owner?.pid, second.owner?.start], [process.pid, processStart(process.pid)]);
    lock.release();
    equal(lock.isHeld(), false);
    const third = acquireLock(file);
    ok('release' in third);
    third.release();
    deepStrictEqual(readdirSync(folder), []);
  });

  it('is taken over from a process that is gone, was another of the same number, or of another start of the machine', () => {
    const stale = [
      { pid: 2 ** 22 + 1, start: '1' },
      { pid: process.pid, start: '1' },
      { pid: process.pid, start: processStart(process.pid), boot: 'an earlier start' },
    ];
    for (const owner of stale) {
      const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
      writeFileSync(file, JSON.stringify({ host: hostname(), boot, ...owner }));
      const lock = acquireLock(file);
      ok('release' in lock, JSON.stringify(owner));
      lock.release();
    }
  });

  it('is left to a living owner of another machine and to a file that is just being written', () => {
    for (const text of [JSON.stringify({ host: 'elsewhere', boot: 'b', pid: 1, start: '1' }), '{"host":']) {
      writeFileSync(file, text);
      ok('owner' in acquireLock(file));
      equal(readFileSync(file, 'utf8'), text);
    }
  });

  it('is never held by two of many contenders, some of whom die inside', async () => {
    const children = isLong ? 150 : 8;
    const said: string[] = [];
    const all = Array.from({ length: children }, (_, index) => index);
    const lane = async () => {
      for (let index = all.pop(); index !== undefined; index = all.pop())
        said.push(...(await contend(file, index % 4 === 0 ? 3 : -1)));
    };
    await Promise.all([lane(), lane(), lane(), lane()]);
    deepStrictEqual(
      said.filter((line) => line !== 'taken'),
      [],
    );
    ok(said.length >= children * 4);
    const lock = await until('the lock that the last of them left behind', () => {
      const tried = acquireLock(file);
      return 'release' in tried && tried;
    });
    lock.release();
  });
});

async function contend(file: string, diesAt: number): Promise<readonly string[]> {
  const child = spawn(process.execPath, ['dist/test/store/lock.child.mjs', file, '6', String(diesAt)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) lines.push(line);
  return lines;
}
