import assert from 'node:assert/strict';
import { chmodSync, linkSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { approveAll, atRest, isOver, pendingOf, startPlan } from '../support/planRun';
import { scratchRepository } from '../support/scratchRepository';
import { startServer } from '../support/startServer';
import { removeFolder } from '../support/temporaryFolder';
import { until } from '../support/until';
import { type AttackScene, attackScene } from './attackScene';

const write = (path: string, content: string) => [
  { id: 'draft', uses: 'write_file_preview', with: { path, content } },
  { id: 'apply', uses: 'write_file_apply', needs: ['draft'], with: { preview: '${steps.draft.output}' } },
];

describe('tampering with what was approved', function () {
  this.timeout(60_000);
  let scene: AttackScene;

  beforeEach(async () => {
    scene = await attackScene({ 'file.txt': 'before\n' });
  });
  afterEach(async () => await scene.end());

  const waiting = async (content: string) => {
    const { run_id } = await startPlan(scene.peer, write('file.txt', content));
    assert.equal((await atRest(scene.peer, run_id)).status, 'awaiting_approval');
    const [question] = await pendingOf(scene.peer, run_id);
    return { run_id, approval_id: question?.approval_id ?? '', question };
  };
  const granted = async (run_id: string, approval_id: string) => {
    await scene.peer
      .request('approval/grant', { approval_id, confirm_high_risk: true })
      .catch(() => undefined);
    return await until('the run to have done with it', async () => {
      const run = await scene.peer.request('run/show', { run_id });
      const { status } = await scene.peer.request('approval/show', { approval_id });
      return isOver(run.status) || run.status === 'interrupted' || status === 'superseded' ? run : undefined;
    });
  };
  /** The files of the private store that hold exactly these bytes. */
  const stored = (bytes: string) => {
    const content = join(scene.root, '.holdpoint', 'content');
    return readdirSync(content, { recursive: true, encoding: 'utf8' })
      .map((path) => join(content, path))
      .filter((path) => statSync(path).isFile() && readFileSync(path, 'utf8') === bytes);
  };

  it('§1.7: bytes changed in the private store after they were shown are never written', async () => {
    const { run_id, approval_id } = await waiting('approved bytes\n');
    const files = stored('approved bytes\n');
    assert.equal(files.length, 1);
    for (const file of files) {
      assert.equal(statSync(file).mode & 0o077, 0, file);
      chmodSync(file, 0o600);
      writeFileSync(file, 'forged bytes!!\n');
    }
    await scene.untouched(async () => {
      const run = await granted(run_id, approval_id);
      assert.notEqual(run.status, 'succeeded');
    });
    assert.equal(readFileSync(join(scene.root, 'file.txt'), 'utf8'), 'before\n');
  });

  it('§1.2: a hard link shares no byte with a file outside after the write', async () => {
    const outside = join(scene.outside, 'shared.txt');
    writeFileSync(outside, 'not yours\n');
    linkSync(outside, join(scene.root, 'linked.txt'));
    const { run_id } = await startPlan(scene.peer, write('linked.txt', 'mine\n'));
    await approveAll(scene.peer, run_id);
    assert.equal(readFileSync(outside, 'utf8'), 'not yours\n');
  });

  it('regression 13: a token of another workspace opens nothing here', async () => {
    const other = scratchRepository();
    const server = await startServer(other);
    try {
      assert.notEqual(server.token, scene.server.token);
      const { run_id } = await waiting('x\n');
      const stranger = await server.peer();
      const { body } = await stranger.refusal('run/show', { run_id });
      assert.equal(body.error_code, 'NOT_FOUND');
      stranger.close();
    } finally {
      await server.stop();
      removeFolder(other);
    }
  });

  it('§1.6: what is shown is what is hashed: argv, folder, environment and diff, never cut', async () => {
    const long = 'word '.repeat(4_000).trim();
    const { run_id } = await startPlan(scene.peer, [
      { id: 'work', uses: 'shell.run', with: { argv: ['echo', long, 'the end'], env: { COLOUR: 'red' } } },
    ]);
    assert.equal((await atRest(scene.peer, run_id)).status, 'awaiting_approval');
    const [question] = await pendingOf(scene.peer, run_id);
    const shown = JSON.stringify(question?.shown);
    assert.ok(shown.includes(long) && shown.includes('the end') && shown.includes('COLOUR'));
    const { question: file, approval_id } = await waiting(`${long}\n`);
    const { previews } = await scene.peer.request('approval/show', { approval_id });
    assert.equal(file?.preview_ids.length, 1);
    assert.ok(previews[0]?.diff.includes(long));
  });
});
