import { ok, strictEqual, throws } from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ensureWritable, writeWhole } from '../../server/src/cli/run/output/writeWhole';
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

  it('FLOW-13: is refused at once where no folder can be made', () => {
    const file = join(root, 'file');
    writeFileSync(file, '');
    // The recursive form of Node never ends below /proc.
    for (const place of [file, '/proc/none', '/dev/null'].filter((path) => existsSync(dirname(path)))) {
      const refused = { code: 'BAD_REQUEST', message: /^cannot write .*report[.]json: / };
      throws(() => ensureWritable(join(place, 'report.json')), refused);
      throws(() => writeWhole(join(place, 'report.json'), ''), refused);
    }
  });
});
