import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { holdpoint } from '../support/holdpointCli';
import { scratchRepository } from '../support/scratchRepository';
import { removeFolder } from '../support/temporaryFolder';
import { treeState } from '../support/treeState';
import { until } from '../support/until';

const planOf = (title: string, code: string) =>
  [
    'schema: plan/1',
    `title: ${title}`,
    'profile: dev',
    'workspace: {slot: in_place}',
    'steps:',
    '  - {id: look, uses: list_dir, with: {path: .}}',
    `  - {id: work, uses: shell.run, needs: [look], with: {argv: [node, -e, "${code}"]}}`,
  ].join('\n');

/** The bytes of the record and of all that belongs to it, but for the server's own log. */
function recordState(root: string): Readonly<Record<string, string>> {
  const state = join(root, '.holdpoint');
  const files = readdirSync(state, { recursive: true, encoding: 'utf8' })
    .filter((path) => !path.startsWith('logs') && statSync(join(state, path)).isFile())
    .sort();
  const hash = (path: string) =>
    createHash('sha256')
      .update(readFileSync(join(state, path)))
      .digest('hex');
  return Object.fromEntries(files.map((path) => [path, hash(path)]));
}

const withoutDatabase = (state: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(state).filter(([path]) => !path.startsWith('store.db')));

describe('step logs and verify from end to end', function () {
  this.timeout(60_000);
  let root: string;

  before(() => {
    root = scratchRepository({
      'a.txt': 'one\n',
      'good.yaml': planOf('Good', "console.log('done')"),
      'bad.yaml': planOf('Bad', 'process.exit(3)'),
    });
  });
  after(async () => {
    await holdpoint(root, 'stop');
    removeFolder(root);
  });

  const run = (...words: readonly string[]) => holdpoint(root, ...words);
  const logs = () => readdirSync(join(root, 'logs', 'steps')).sort();
  const texts = () => logs().map((name) => readFileSync(join(root, 'logs', 'steps', name), 'utf8'));

  it('R-31: verify starts no server, changes no byte and fails where nothing has run', async () => {
    const before = treeState(root);
    const { exit, stdout } = await run('verify');
    assert.equal(exit, 1);
    assert.match(stdout, /^FAIL server not ready: .*\n(?:FAIL .*\n)+test failed\n$/);
    assert.equal(existsSync(join(root, '.holdpoint')), false);
    assert.deepEqual(treeState(root), before);
  });

  it('R-31: a plain run leaves the workspace as it was, and verify says what it lacks', async () => {
    const before = treeState(root);
    assert.equal((await run('run', 'good.yaml', '--profile', 'dev')).exit, 0);
    assert.deepEqual(treeState(root), before);
    const { exit, stdout } = await run('verify');
    assert.deepEqual([exit, stdout.split('\n').at(-2)], [1, 'test failed']);
    assert.match(stdout, /^FAIL phase_state[.]json is missing$/m);
  });

  it('R-31: a second run goes on with the numbers and leaves the first logs byte for byte', async () => {
    const first = await run('run', 'good.yaml', '--profile', 'dev', '--step-logs');
    assert.equal(first.exit, 0, first.stderr);
    assert.match(first.stderr, /^latest_step step_002[.]json total=2$/m);
    assert.deepEqual(logs(), ['step_001.json', 'step_002.json']);
    const before = texts();
    const second = await run('run', 'bad.yaml', '--profile', 'dev', '--summary-file', 'last.txt');
    assert.equal(second.exit, 1);
    assert.match(second.stderr, /^stopped phase=failed step=4$/m);
    assert.deepEqual(logs(), ['step_001.json', 'step_002.json', 'step_003.json', 'step_004.json']);
    assert.deepEqual(texts().slice(0, 2), before);
    const last = JSON.parse(texts()[3] ?? '');
    assert.deepEqual([last.step_num, last.stopped, last.phase], [4, true, 'failed']);
    assert.equal(last.execution.command_results[0].exit_code, 3);
    assert.match(
      readFileSync(join(root, 'last.txt'), 'utf8'),
      /^phase=failed .* latest_step=step_004[.]json /,
    );
  });

  it('R-31: verify tells a bad run from a good one, and changes no byte of tree or record', async () => {
    const bad = await run('verify');
    assert.deepEqual(
      [bad.exit, bad.stdout.split('\n').slice(1)],
      [1, ['FAIL step_004.json has stopped=true', 'test failed', '']],
    );
    assert.match(bad.stdout, /^FAIL run run-[^ ]+ ended failed\n/);
    assert.equal((await run('run', 'good.yaml', '--profile', 'dev', '--step-logs')).exit, 0);
    const tree = treeState(root);
    // The server puts what the run wrote into its index of texts when nobody waits: a verify before that is over says nothing.
    const record = await until(
      'a verify beside a server that is done',
      async () => {
        const before = recordState(root);
        const good = await run('verify');
        assert.deepEqual([good.exit, good.stdout, good.stderr], [0, 'test passed\n', '']);
        assert.deepEqual(treeState(root), tree);
        const after = recordState(root);
        assert.deepEqual(withoutDatabase(after), withoutDatabase(before));
        return isDeepStrictEqual(after, before) && before;
      },
      40_000,
    );
    assert.ok(Object.keys(record).includes('store.db'));
  });
});
