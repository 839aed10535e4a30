import { deepStrictEqual, equal, ok } from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { openStore } from '../../server/src/adapters/store/openStore';

const workerFile = 'dist/server/storeWorker.cjs';
const killCount = process.env['HOLDPOINT_LONG'] === '1' ? 200 : 20;

describe('a killed writer', function () {
  this.timeout(900_000);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'holdpoint-crash-'));
  });
  after(() => rm(folder, { recursive: true }));

  it('loses nothing acknowledged and leaves no half commit, wherever it is killed', async () => {
    const file = join(folder, 'store.db');
    let acknowledged = 0;
    for (let kill = 0; kill < killCount; kill += 1)
      acknowledged = await runAndKill(file, acknowledged, Math.floor(Math.random() * 60));
    const store = await openStore({ file, workerFile });
    const { ok: isWhole, events } = await store.verifyChain();
    deepStrictEqual([isWhole, events % 2], [true, 0]);
    ok(events >= acknowledged && acknowledged > 0, `${events} found, ${acknowledged} acknowledged`);
    await store.close();
  });
});

/** Lets a child write until it has acknowledged `count` events more, kills it, and returns the last place it told. */
async function runAndKill(file: string, before: number, count: number): Promise<number> {
  const child = spawn(process.execPath, ['dist/test/store/crash.child.mjs', file, workerFile], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((done) => child.once('close', done));
  let acknowledged = before;
  let left = count;
  for await (const line of createInterface({ input: stdoutOf(child) })) {
    const [word, events, isWhole] = line.split(' ');
    if (word === 'open') {
      equal(isWhole, 'true', line);
      ok(Number(events) >= before, `${line}, but ${before} were acknowledged`);
    } else acknowledged = Math.max(acknowledged, Number(word));
    left -= 1;
    if (left < 0) child.kill('SIGKILL');
  }
  await ended;
  equal(child.signalCode, 'SIGKILL');
  return acknowledged;
}

function stdoutOf(child: ChildProcess) {
  if (child.stdout === null) throw new Error('the child has no output');
  return child.stdout;
}
