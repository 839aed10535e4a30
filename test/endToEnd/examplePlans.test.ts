import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';

const examples = resolve('docs/examples');

/** Every plan that ships as an example, whatever its format. */
const plans = [
  ...readdirSync(join(examples, 'plans')).map((name) => join(examples, 'plans', name)),
  join(examples, 'volumeDiscount.v1.yaml'),
  join(examples, 'volumeDiscount.v2.yaml'),
];

function holdpoint(cwd: string, ...words: readonly string[]): { status: number | null; text: string } {
  const argv = [resolve('dist/server/cli.cjs'), ...words];
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, { cwd, encoding: 'utf8' });
  return { status, text: `${stdout}${stderr}` };
}

describe('the examples', function () {
  this.timeout(60_000);
  let folder: string;

  before(() => {
    folder = temporaryFolder();
  });
  after(() => {
    holdpoint(folder, 'stop');
    removeFolder(folder);
  });

  it('are all plans without a mistake', () => {
    const faulty = plans
      .map((path) => holdpoint(folder, 'plan', 'validate', path))
      .filter(({ status }) => status !== 0)
      .map(({ text }) => text);
    deepStrictEqual(faulty, []);
    ok(plans.length >= 10);
  });

  it('contain a policy that the workspace takes as it is', () => {
    cpSync(join(examples, 'holdpoint.policy.yaml'), join(folder, 'holdpoint.policy.yaml'));
    const { status, text } = holdpoint(folder, 'policy', 'lint', '--root', folder);
    strictEqual(status, 0, text);
  });
});
