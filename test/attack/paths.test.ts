import assert from 'node:assert/strict';
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { runPlan } from '../support/planRun';
import { type AttackScene, attackScene } from './attackScene';

const written: readonly string[] = [
  '../escaped.txt',
  'a/../../escaped.txt',
  './../escaped.txt',
  '..',
  '/tmp/escaped.txt',
  '//tmp/escaped.txt',
  '/',
  '~/escaped.txt/../../x',
  'a\\..\\..\\escaped.txt',
  'C:\\escaped.txt',
  'C:escaped.txt',
  '\\\\server\\share\\x',
  'folder-out/neighbour.txt',
  'link-out',
  'folder-out/new.txt',
  'loop-a',
  'nul\u0000.txt',
  '.git/config',
  '.git/hooks/pre-commit',
  '.GIT/hooks/pre-commit',
  '.Git/config',
  'sub/../.git/config',
  'git-link/config',
  '.git/../.git/HEAD',
  '.git ',
  '.git.',
  '.git./config',
  '.git::$INDEX_ALLOCATION/config',
  'git~1/config',
  '.g\u200cit/config',
  '.holdpoint/store.db',
  '.holdpoint/token',
  '.HOLDPOINT/token',
  'state-link/token',
  'holdpoint.policy.yaml',
  'holdpoint.policy.yml',
  'HOLDPOINT.POLICY.YAML',
  './holdpoint.policy.yaml',
  '',
];

const codes = ['DENIED', 'INPUT_INVALID', 'PLAN_INVALID'] as const;

describe('attacks through paths', function () {
  this.timeout(60_000);
  let scene: AttackScene;

  before(async () => {
    scene = await attackScene({ 'sub/inside.txt': 'inside\n' });
    const link = (target: string, name: string) => symlinkSync(target, join(scene.root, name));
    link(join(scene.outside, 'neighbour.txt'), 'link-out');
    link(scene.outside, 'folder-out');
    link('.git', 'git-link');
    link('.holdpoint', 'state-link');
    link('loop-b', 'loop-a');
    link('loop-a', 'loop-b');
  });
  after(async () => await scene.end());

  for (const path of written) {
    it(`§1.2: nothing is written to ${JSON.stringify(path)}`, async () => {
      await scene.refuses(
        [
          { id: 'draft', uses: 'write_file_preview', with: { path, content: 'owned' } },
          {
            id: 'apply',
            uses: 'write_file_apply',
            needs: ['draft'],
            with: { preview: '${steps.draft.output}' },
          },
        ],
        codes,
      );
    });

    it(`§1.2: no patch reaches ${JSON.stringify(path)}`, async () => {
      const patch = `--- /dev/null\n+++ b/${path}\n@@ -0,0 +1 @@\n+owned\n`;
      await scene.refuses(
        [
          { id: 'draft', uses: 'apply_patch', with: { patch } },
          {
            id: 'apply',
            uses: 'apply_patch',
            needs: ['draft'],
            with: { patch, mode: 'apply', preview: '${steps.draft.output}' },
          },
        ],
        [...codes, 'PREVIEW_MISMATCH'],
      );
    });
  }

  it('GATE-13: nothing outside is read or listed', async () => {
    for (const path of ['../x', '/etc/passwd', 'link-out', 'folder-out/neighbour.txt', '.holdpoint/token']) {
      await scene.refuses([{ id: 'look', uses: 'read_file', with: { path } }], codes);
    }
    for (const path of ['..', '/', 'folder-out', '.holdpoint', 'state-link']) {
      await scene.refuses([{ id: 'look', uses: 'list_dir', with: { path } }], codes);
    }
  });

  it('regression 16: a reference moves no boundary', async () => {
    const steps = [{ id: 'look', uses: 'read_file', with: { path: '${inputs.where}' } }];
    for (const where of ['../x', '/etc/passwd', 'folder-out/neighbour.txt']) {
      const plan = { inputs: { type: 'object', properties: { where: { type: 'string', default: where } } } };
      await scene.refuses(steps, codes, { plan });
    }
  });

  it('§1.3: a step that writes outside its touches is refused', async () => {
    const steps = [
      {
        id: 'draft',
        uses: 'write_file_preview',
        touches: ['docs/**'],
        with: { path: 'sub/inside.txt', content: 'owned' },
      },
      {
        id: 'apply',
        uses: 'write_file_apply',
        needs: ['draft'],
        touches: ['docs/**'],
        with: { preview: '${steps.draft.output}' },
      },
    ];
    assert.match(await scene.refuses(steps, ['DENIED']), /touches|docs/);
  });

  it('§1.3: a step cannot name its own bytes in place of a preview', async () => {
    const preview = {
      path: 'sub/inside.txt',
      diff: '',
      new_sha256: '0'.repeat(64),
      preview_id: 'prev_000000000000',
    };
    await scene.refuses(
      [{ id: 'apply', uses: 'write_file_apply', with: { preview } }],
      ['PREVIEW_MISMATCH', 'PREVIEW_REQUIRED'],
    );
    await scene.refuses([{ id: 'apply', uses: 'write_file_apply', with: {} }], ['PREVIEW_REQUIRED']);
  });

  it('GATE-14: writes to a path inside, so that the refusals above mean something', async () => {
    const run = await runPlan(
      scene.peer,
      [
        { id: 'draft', uses: 'write_file_preview', with: { path: 'sub/new.txt', content: 'new\n' } },
        {
          id: 'apply',
          uses: 'write_file_apply',
          needs: ['draft'],
          with: { preview: '${steps.draft.output}' },
        },
      ],
      { profile: 'dev' },
    );
    assert.equal(run.status, 'succeeded');
    assert.equal(readFileSync(join(scene.root, 'sub/new.txt'), 'utf8'), 'new\n');
  });
});
