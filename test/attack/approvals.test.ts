import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { approveAll, atRest, isOver, pendingOf, startPlan } from '../support/planRun';
import { writeFiles } from '../support/scratchRepository';
import { treeState } from '../support/treeState';
import { until } from '../support/until';
import { type AttackScene, attackScene } from './attackScene';

const digestOf = (digit: string) => `sha256:${digit.repeat(64)}`;

/** A run that drafts a file and waits for consent to apply it. */
const write = (path: string, content = 'approved\n') => [
  { id: 'draft', uses: 'write_file_preview', with: { path, content } },
  { id: 'apply', uses: 'write_file_apply', needs: ['draft'], with: { preview: '${steps.draft.output}' } },
];

describe('attacks on approvals', function () {
  this.timeout(60_000);
  let scene: AttackScene;

  const waiting = async (steps: Parameters<typeof startPlan>[1]) => {
    const started = await startPlan(scene.peer, steps);
    assert.equal((await atRest(scene.peer, started.run_id)).status, 'awaiting_approval');
    const [question] = await pendingOf(scene.peer, started.run_id);
    assert.ok(question);
    return { ...started, question };
  };
  const grant = (approval_id: string, further: object = {}) =>
    scene.peer.request('approval/grant', { approval_id, confirm_high_risk: true, ...further });
  /** Grants as a person would, and waits until the run has done with it what it will. */
  const afterGrant = async (run_id: string, approval_id: string) => {
    await grant(approval_id);
    return await until('the run to look at the approval', async () => {
      const { status } = await scene.peer.request('approval/show', { approval_id });
      const run = await scene.peer.request('run/show', { run_id });
      const isSettled = status !== 'granted' && run.status !== 'running';
      return isSettled || isOver(run.status) ? run : undefined;
    });
  };
  const refusedGrant = async (approval_id: string, further: object = {}) => {
    const { body } = await scene.peer.refusal('approval/grant', {
      approval_id,
      confirm_high_risk: true,
      ...further,
    });
    return body;
  };
  const touching = [{ id: 'work', uses: 'shell.run', with: { argv: ['touch', 'owned'] } }];

  beforeEach(async () => {
    scene = await attackScene({ 'sub/file.txt': 'before\n', 'other/file.txt': 'before\n' });
  });
  afterEach(async () => await scene.end());

  it('regression 13: an approval serves once', async () => {
    const argv = ['bash', '-c', 'echo ran >> log.txt'];
    const { run_id, question } = await waiting([{ id: 'work', uses: 'shell.run', with: { argv } }]);
    await grant(question.approval_id);
    assert.equal((await approveAll(scene.peer, run_id)).status, 'succeeded');
    const shown = await scene.peer.request('approval/show', { approval_id: question.approval_id });
    assert.equal(shown.status, 'consumed');
    assert.equal((await refusedGrant(question.approval_id)).error_code, 'ALREADY_DECIDED');
    const replay = await scene.peer.refusal('step/execute', { run_id, step_id: 'work' });
    assert.equal(replay.body.error_code, 'STATE_CONFLICT');
    const { run_id: again } = await scene.peer.request('run/rerun', { run_id });
    assert.equal((await atRest(scene.peer, again)).status, 'awaiting_approval');
    assert.equal(readFileSync(join(scene.root, 'log.txt'), 'utf8'), 'ran\n');
  });

  it('§1.6: the approval of one run opens no gate of another', async () => {
    const first = await waiting(touching);
    const second = await waiting(touching);
    assert.notEqual(first.question.digest, second.question.digest);
    await scene.untouched(async () => {
      const body = await refusedGrant(second.question.approval_id, { digest: first.question.digest });
      assert.equal(body.error_code, 'APPROVAL_STALE');
      assert.equal((await atRest(scene.peer, second.run_id)).status, 'awaiting_approval');
    });
  });

  it('§1.6: a forged digest grants nothing', async () => {
    const { run_id, question, session_id } = await waiting(touching);
    await scene.untouched(async () => {
      for (const digest of [digestOf('0'), digestOf('f')]) {
        const body = await refusedGrant(question.approval_id, { digest });
        assert.equal(body.error_code, 'APPROVAL_STALE');
        assert.equal(body.details?.['cause'], 'digest_mismatch');
      }
      for (const digest of ['', 'sha256:', 'md5:0', digestOf('g'), question.digest.toUpperCase()]) {
        assert.equal(
          (await refusedGrant(question.approval_id, { digest })).error_code,
          'BAD_REQUEST',
          digest,
        );
      }
      assert.equal((await atRest(scene.peer, run_id)).status, 'awaiting_approval');
    });
    const plan = { session_id, version: 1, hash: digestOf('0') };
    assert.equal((await scene.peer.refusal('plan/approve', plan)).body.error_code, 'APPROVAL_STALE');
  });

  it('§1.6: of two grants that race exactly one decides, and the step runs once', async () => {
    const argv = ['bash', '-c', 'echo ran >> log.txt'];
    const { run_id, question } = await waiting([{ id: 'work', uses: 'shell.run', with: { argv } }]);
    const others = await Promise.all([1, 2, 3, 4].map(() => scene.server.peer()));
    const answers = await Promise.allSettled(
      others.map((peer) =>
        peer.request('approval/grant', { approval_id: question.approval_id, confirm_high_risk: true }),
      ),
    );
    for (const peer of others) {
      peer.close();
    }
    assert.equal(answers.filter(({ status }) => status === 'fulfilled').length, 1);
    for (const answer of answers) {
      if (answer.status === 'rejected') {
        assert.equal(answer.reason.data.error_code, 'ALREADY_DECIDED');
      }
    }
    assert.equal((await approveAll(scene.peer, run_id)).status, 'succeeded');
    assert.equal(readFileSync(join(scene.root, 'log.txt'), 'utf8'), 'ran\n');
  });

  it('§1.6: a grant and a rejection that race leave one decision', async () => {
    const { run_id, question } = await waiting(touching);
    const other = await scene.server.peer();
    const { approval_id } = question;
    const answers = await Promise.allSettled([
      other.request('approval/reject', { approval_id, reason: 'no' }),
      scene.peer.request('approval/grant', { approval_id }),
    ]);
    other.close();
    assert.equal(answers.filter(({ status }) => status === 'fulfilled').length, 1);
    const run = await approveAll(scene.peer, run_id);
    const isRejected = answers[0]?.status === 'fulfilled';
    assert.equal(run.status, isRejected ? 'denied' : 'succeeded');
    assert.equal(treeState(scene.root)['owned'] === undefined, isRejected);
  });

  it('regression 21: a file that changed after its preview was shown is left as it is', async () => {
    const { run_id, question } = await waiting(write('sub/file.txt'));
    writeFiles(scene.root, { 'sub/file.txt': 'edited by its owner\n' });
    await scene.untouched(async () => {
      const run = await afterGrant(run_id, question.approval_id);
      assert.notEqual(run.status, 'succeeded');
      assert.notEqual(run.steps.find(({ step_id }) => step_id === 'apply')?.status, 'succeeded');
    });
  });

  it('§1.2: a file swapped for a symlink after its preview was shown is not followed', async () => {
    const { run_id, question } = await waiting(write('sub/file.txt'));
    renameSync(join(scene.root, 'sub/file.txt'), join(scene.root, 'sub/old.txt'));
    writeFileSync(join(scene.outside, 'file.txt'), 'before\n');
    symlinkSync(join(scene.outside, 'file.txt'), join(scene.root, 'sub/file.txt'));
    await scene.untouched(async () => {
      assert.notEqual((await afterGrant(run_id, question.approval_id)).status, 'succeeded');
    });
  });

  it('§1.2: a folder swapped for a symlink after the preview was shown is not followed', async () => {
    const { run_id, question } = await waiting(write('sub/file.txt'));
    renameSync(join(scene.root, 'sub'), join(scene.root, 'old'));
    mkdirSync(join(scene.outside, 'sub'));
    writeFileSync(join(scene.outside, 'sub/file.txt'), 'before\n');
    symlinkSync(join(scene.outside, 'sub'), join(scene.root, 'sub'));
    await scene.untouched(async () => {
      assert.notEqual((await afterGrant(run_id, question.approval_id)).status, 'succeeded');
    });
  });

  it('§1.6: a folder swapped for a link to another of the workspace, with the same file in it, is asked about anew', async () => {
    const { run_id, question } = await waiting(write('sub/file.txt'));
    const held = readFileSync(join(scene.root, 'sub/file.txt'), 'utf8');
    renameSync(join(scene.root, 'sub'), join(scene.root, 'old'));
    writeFiles(scene.root, { 'other/file.txt': held });
    symlinkSync('other', join(scene.root, 'sub'));
    await scene.untouched(async () => {
      assert.equal((await afterGrant(run_id, question.approval_id)).status, 'awaiting_approval');
    });
    const [anew] = await pendingOf(scene.peer, run_id);
    assert.notEqual(anew?.digest, question.digest);
    const shown = JSON.stringify(anew?.shown['writes'] ?? null);
    assert.match(shown, /"path":"sub\/file\.txt"/);
    assert.match(shown, /"target":"other\/file\.txt"/);
  });

  it('§1.2: a folder swapped for a link into .git after the preview was shown is not followed', async () => {
    const { run_id, question } = await waiting(write('hooks/pre-commit'));
    symlinkSync('.git/hooks', join(scene.root, 'hooks'));
    await scene.untouched(async () => {
      assert.notEqual((await afterGrant(run_id, question.approval_id)).status, 'succeeded');
    });
  });

  it('§1.6: a policy that changed after the question was asked asks again', async () => {
    const { run_id, question } = await waiting(touching);
    writeFiles(scene.root, {
      'holdpoint.policy.yaml':
        'schema: policy/1\npermissions:\n  rules:\n    - {id: no-touch, effect: deny, tool: shell.run, match: {argv0: [touch]}}\n',
    });
    await scene.untouched(async () => {
      const run = await afterGrant(run_id, question.approval_id);
      assert.notEqual(run.status, 'succeeded');
      assert.match(JSON.stringify(run.steps), /no-touch|DENIED|STALE/);
    });
  });

  it('§1.10: a HEAD that moved after the question was asked lets nothing run', async () => {
    const { run_id, question } = await waiting(touching);
    writeFileSync(
      join(scene.root, '.git/refs/heads/other'),
      readFileSync(join(scene.root, '.git/refs/heads/main')),
    );
    writeFileSync(join(scene.root, '.git/HEAD'), 'ref: refs/heads/nowhere\n');
    await scene.untouched(async () => {
      const run = await afterGrant(run_id, question.approval_id);
      assert.notEqual(run.status, 'succeeded');
      assert.equal(run.steps[0]?.error?.code, 'STATE_CONFLICT');
    });
  });

  it('regression 15: a session that was stopped is not revived by an approval', async () => {
    const { run_id, session_id, question } = await waiting(touching);
    await scene.peer.request('session/stop', { session_id });
    await scene.untouched(async () => {
      assert.match(
        (await refusedGrant(question.approval_id)).error_code,
        /ALREADY_DECIDED|STATE_CONFLICT|STALE/,
      );
      const { body } = await scene.peer.refusal('run/start', { session_id });
      assert.equal(body.error_code, 'STATE_CONFLICT');
      assert.equal((await atRest(scene.peer, run_id)).status, 'cancelled');
    });
  });

  it('GATE-15: hunks of another run, of nobody, or out of range are refused', async () => {
    const { question } = await waiting(write('sub/file.txt'));
    const [preview_id = ''] = question.preview_ids;
    await scene.untouched(async () => {
      for (const params of [
        { preview_id: 'prev_000000000000', accept: [0] },
        { preview_id, accept: [99] },
        { preview_id, accept: [0], reject: [0] },
      ]) {
        const { body } = await scene.peer.refusal('preview/hunks', params);
        assert.match(body.error_code, /NOT_FOUND|INPUT_INVALID|BAD_REQUEST/, JSON.stringify(params));
      }
    });
  });
});
