import { ok, strictEqual } from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';

const kills = 12;

describe('the file of a report', function () {
  this.timeout(60_000);
  let root: string;
  before(() => {
    root = temporaryFolder();
  });
  after(() => removeFolder(root));

  it('FLOW-13: holds the old or the new report after a kill at any moment, and never a part of one', async () => {
    const path = join(root, 'report.json');
    writeFileSync(path, JSON.stringify({ round: -1, filling: '' }));
    let isReplaced = false;
    for (let kill = 0; kill < kills; kill += 1) {
      const child = fork('dist/test/cli/reportFile.child.mjs', [path], { stdio: 'ignore' });
      const ended = once(child, 'exit');
      for (let told = 0; told <= kill % 4; told += 1) await once(child, 'message');
      for (let turn = 0; turn < kill * 3; turn += 1) await new Promise((done) => setImmediate(done));
      child.kill('SIGKILL');
      await ended;
      const { round, filling } = JSON.parse(readFileSync(path, 'utf8'));
      isReplaced ||= round >= 0;
      strictEqual(filling.length, round < 0 ? 0 : 500_000);
    }
    ok(isReplaced);
  });
});
