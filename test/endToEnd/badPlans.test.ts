import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CommandEnd, holdpoint } from '../support/holdpointCli';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';

const good = 'schema: plan/1\ntitle: t\nsteps:\n  - {id: a, uses: list_dir}\n';

/** A file that is no good plan, and what the command must say about it, place included. */
const bad: readonly (readonly [string, string | Buffer, RegExp])[] = [
  ['empty', '', /plan[.]yaml:1:1: /],
  ['only white space', ' \n\n', /plan[.]yaml:\d+:\d+: /],
  ['a comment alone', '# nothing\n', /plan[.]yaml:1:\d+: /],
  ['a list', '- a\n- b\n', /plan[.]yaml:1:1: /],
  ['a word', 'plan\n', /plan[.]yaml:1:1: /],
  [
    'mis-indented',
    'schema: plan/1\ntitle: t\nsteps:\n  - id: a\n   uses: list_dir\n',
    /plan[.]yaml:[45]:\d+: /,
  ],
  ['indented by tabs', 'schema: plan/1\ntitle: t\nsteps:\n\t- id: a\n', /plan[.]yaml:[34]:\d+: /],
  ['an open quote', 'schema: plan/1\ntitle: "t\nsteps: []\n', /plan[.]yaml:\d+:\d+: /],
  ['cut-off JSON', '{"schema": "plan/1", "title": "t", "steps": [', /plan[.]yaml:1:\d+: /],
  ['a title of wrong type', good.replace('title: t', 'title: [t]'), /plan[.]yaml:2:8: WRONG_TYPE/],
  ['steps of wrong type', 'schema: plan/1\ntitle: t\nsteps: many\n', /plan[.]yaml:3:8: WRONG_TYPE/],
  ['a missing key', 'schema: plan/1\nsteps:\n  - {id: a, uses: list_dir}\n', /MISSING_KEY .*title/],
  ['an unknown key', `${good}surprise: 1\n`, /plan[.]yaml:5:1: UNKNOWN_KEY/],
  ['a key twice', `${good}title: again\n`, /plan[.]yaml:5:1: /],
  ['an id twice', `${good}  - {id: a, uses: list_dir}\n`, /plan[.]yaml:5:\d+: DUPLICATE_ID/],
  ['an unknown tool', good.replace('list_dir', 'list_dirs'), /plan[.]yaml:4:\d+: UNKNOWN_TOOL/],
  [
    'a cycle',
    'schema: plan/1\ntitle: t\nsteps:\n  - {id: a, uses: list_dir, needs: [b]}\n  - {id: b, uses: list_dir, needs: [a]}\n',
    /plan[.]yaml:4:\d+: CYCLE/,
  ],
  ['a negative time', good.replace('list_dir', 'list_dir, timeout: -5s'), /plan[.]yaml:4:\d+: BAD_DURATION/],
  ['no number for a time', good.replace('list_dir', 'list_dir, timeout: .nan'), /plan[.]yaml:4:\d+: /],
  [
    'references that grow without end',
    `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghi'.replace(/./g, (to, at) => {
      const from = 'abcdefgh'[Number(at)];
      return `${to}: &${to} [*${from},*${from},*${from},*${from},*${from},*${from},*${from},*${from},*${from}]\n`;
    })}`,
    /plan[.]yaml:\d+:\d+: /,
  ],
  ['a reference to itself', 'schema: plan/1\ntitle: t\nsteps: &s\n  - *s\n', /plan[.]yaml:\d+:\d+: /],
  ['deeply nested', `${'['.repeat(20_000)}${']'.repeat(20_000)}`, /plan[.]yaml:1:\d+: /],
  ['binary', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0xff, 0xfe, 0]), /plan[.]yaml/],
  ['huge', Buffer.alloc(20 * 1024 * 1024, 0x61), /plan[.]yaml/],
  ['in UTF-16', Buffer.from(`\ufeff${good}`, 'utf16le'), /plan[.]yaml/],
];

describe('a plan file that is none', function () {
  this.timeout(30_000);
  let root: string;

  before(() => {
    root = temporaryFolder();
  });
  after(() => removeFolder(root));

  const isTold = ({ exit, stdout, stderr }: CommandEnd, expected: RegExp) => {
    assert.equal(exit, 2, stderr);
    assert.match(`${stdout}${stderr}`, expected);
    assert.ok(!/\n {4}at |node:internal/.test(stderr), stderr);
    assert.ok(stderr.length < 20_000, `${stderr.length} characters`);
  };

  for (const [name, content, expected] of bad) {
    it(`FLOW-12, GATE-30: ${name}: is refused with its place and exit 2, before a server starts`, async () => {
      writeFileSync(join(root, 'plan.yaml'), content);
      isTold(await holdpoint(root, 'run', 'plan.yaml', '--non-interactive'), expected);
      assert.ok(!existsSync(join(root, '.holdpoint', 'store.db')));
    });
  }

  it('FLOW-12: a missing plan, and a folder in its place, are named with exit 2', async () => {
    isTold(await holdpoint(root, 'run', 'missing.yaml'), /missing[.]yaml/);
    isTold(await holdpoint(root, 'run', '.'), /[.]: this is not a file/);
    isTold(await holdpoint(root, 'plan', 'validate', 'missing.yaml'), /missing[.]yaml/);
  });

  it('FLOW-12: the same with --json is one document and nothing on stderr', async () => {
    for (const [, content] of bad.filter((_, index) => index % 6 === 0)) {
      writeFileSync(join(root, 'plan.yaml'), content);
      const { exit, stdout, stderr } = await holdpoint(root, 'plan', 'validate', 'plan.yaml', '--json');
      assert.equal(exit, 2);
      assert.equal(stderr, '');
      const { ok, error_code } = JSON.parse(stdout);
      assert.ok(ok === false || error_code === 'BAD_REQUEST', stdout);
    }
  });

  it('§1.5: a plan that widens the profile is refused with its place and exit 2', async () => {
    writeFileSync(
      join(root, 'plan.yaml'),
      `${good}profile: strict\npolicy: {permissions: {default: allow}}\n`,
    );
    const ended = await holdpoint(root, 'run', 'plan.yaml', '--non-interactive');
    await holdpoint(root, 'stop');
    isTold(ended, /plan[.]yaml:6:\d+: POLICY_WIDENS/);
  });
});
