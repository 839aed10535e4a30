import assert from 'node:assert/strict';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { holdpoint } from '../support/holdpointCli';
import { mounted, release } from '../support/mounts';
import { writeFiles } from '../support/scratchRepository';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';
import { writing } from './writingPlan';

describe('a full disk under a workspace', function () {
  this.timeout(180_000);

  it('§1.10: a disk that is full is named, nothing is torn, and the work goes on once there is space', async () => {
    const disk = temporaryFolder();
    const isMounted = mounted('-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', disk);
    if (!isMounted) {
      // Elsewhere the simulated disk of test/store/fullDisk.test.ts shows the same of the store.
      removeFolder(disk);
      return;
    }
    try {
      await fillAndGoOn(disk);
      await fillUnderway(disk);
    } finally {
      await holdpoint(disk, 'stop');
      release(disk, true);
    }
  });
});

/** Fills a disk under a workspace, sees that it is named, makes space and goes on. */
async function fillAndGoOn(disk: string): Promise<void> {
  const go = (content: string) => {
    writeFiles(disk, { 'plan.json': writing(content) });
    return holdpoint(disk, 'run', 'plan.json', '--profile', 'dev', '--non-interactive');
  };
  const made = () => readFileSync(join(disk, 'made.txt'), 'utf8');
  writeFiles(disk, { 'plan.json': writing('first\n') });
  mkdirSync(join(disk, '.holdpoint'));
  assert.equal((await go('first\n')).exit, 0);
  writeFiles(disk, { 'plan.json': writing('second\n') });
  fill(join(disk, 'ballast'));
  const refused = await holdpoint(disk, 'run', 'plan.json', '--profile', 'dev', '--non-interactive');
  assert.equal(refused.exit, 1, refused.stderr);
  assert.match(refused.stderr, /full|no space|ENOSPC/i);
  assert.equal(made(), 'first\n');
  rmSync(join(disk, 'ballast'));
  const again = await go('second\n');
  assert.equal(again.exit, 0, again.stderr);
  assert.equal(made(), 'second\n');
  assert.equal((await holdpoint(disk, 'audit', 'verify')).exit, 0);
}

/** A disk that fills up while a run is under way: whoever follows is told, and the run goes on once there is space. */
async function fillUnderway(disk: string): Promise<void> {
  const ballast = 'head -c 20000000 /dev/zero > ballast || true';
  const fillUp = { id: 'fill', uses: 'shell.run', with: { argv: ['sh', '-c', ballast] } };
  writeFiles(disk, {
    'plan.json': JSON.stringify({
      schema: 'plan/1',
      title: 'Fill',
      workspace: { slot: 'in_place' },
      steps: [fillUp],
    }),
  });
  const told = await holdpoint(disk, 'run', 'plan.json', '--profile', 'dev', '--non-interactive');
  assert.equal(told.exit, 1, told.stderr);
  assert.match(told.stderr, /full|no space|ENOSPC/i);
  const [, trace = ''] = /holdpoint run --resume ([0-9a-f]{32})/.exec(told.stderr) ?? [];
  assert.notEqual(trace, '', told.stderr);
  rmSync(join(disk, 'ballast'));
  const resumed = await holdpoint(disk, 'run', '--resume', trace, '--non-interactive', '--json');
  assert.equal(resumed.exit, 5, resumed.stdout);
  assert.equal(JSON.parse(resumed.stdout).pending[0].step_id, 'fill');
}

/** Writes a file until nothing more fits. */
function fill(path: string): void {
  const file = openSync(path, 'w');
  for (const size of [1 << 20, 1 << 12, 1]) {
    try {
      for (;;) {
        writeSync(file, Buffer.alloc(size));
      }
    } catch (error) {
      assert.equal((error as NodeJS.ErrnoException).code, 'ENOSPC');
    }
  }
  closeSync(file);
}
