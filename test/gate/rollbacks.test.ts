import assert from 'node:assert/strict';
import { type Journey, journey, planText } from '../support/journey';
import { preparedRollback } from '../support/preparedRollback';

const plan = planText([
  { id: 'draft', uses: 'write_file_preview', with: { path: 'f.sh', content: 'new\n' } },
  { id: 'apply', uses: 'write_file_apply', needs: ['draft'], with: { preview: '${steps.draft.output}' } },
]);
const patch = '--- a/f.sh\n+++ /dev/null\n@@ -1 +0,0 @@\n-old\n';
const deleting = planText([
  { id: 'draft', uses: 'apply_patch', with: { mode: 'preview', patch } },
  {
    id: 'apply',
    uses: 'apply_patch',
    needs: ['draft'],
    with: { mode: 'apply', preview: '${steps.draft.output}' },
  },
]);

describe('a rollback among the changes of a person', () => {
  it('§1.8: leaves a file the mode that somebody gave it since, and so does the way back from it', async () => {
    const made = await written();
    made.server.workspace.set('f.sh', 'new\n', 0o700);
    const first = await rolledBack(made, made.run_id);
    assert.deepEqual(await state(made), ['old\n', 0o700]);
    await rolledBack(made, first);
    assert.deepEqual(await state(made), ['new\n', 0o700]);
  });

  it('§1.8: gives a file that a run deleted back with the whole mode that it had', async () => {
    const made = await journey(deleting);
    made.server.workspace.set('f.sh', 'old\n', 0o600);
    const { checkpoint_id } = await made.server.request('checkpoint/create', { name: 'before' });
    await made.start();
    await made.reach('succeeded');
    await rolledBack(made, checkpoint_id);
    assert.deepEqual(await state(made), ['old\n', 0o600]);
  });

  it('§1.8: back at a checkpoint, a file that a run only gave other bytes keeps its mode', async () => {
    const made = await journey(plan);
    made.server.workspace.set('f.sh', 'old\n', 0o600);
    const { checkpoint_id } = await made.server.request('checkpoint/create', { name: 'before' });
    await made.start();
    await made.reach('succeeded');
    made.server.workspace.set('f.sh', 'new\n', 0o700);
    await rolledBack(made, checkpoint_id);
    assert.deepEqual(await state(made), ['old\n', 0o700]);
    const again = await made.server.request('rollback/prepare', { target: checkpoint_id });
    assert.deepEqual([again.status, again.files], ['nothing', []]);
  });

  it('§1.8: writes nothing and is a conflict when a file changed after its list was approved', async () => {
    const made = await written();
    const approval_id = await preparedRollback(made.server, { target: made.run_id });
    await made.server.request('approval/grant', { approval_id });
    made.server.workspace.set('f.sh', 'mine\n');
    const { error_code, message } = await made.server.refusal('rollback/apply', { approval_id });
    assert.equal(error_code, 'ROLLBACK_CONFLICT');
    assert.equal(
      message,
      'f.sh: changed since the list was made. No file was changed; prepare the rollback again.',
    );
    assert.equal(await made.file('f.sh'), 'mine\n');
  });

  it('§1.8: asks nobody where every file is kept', async () => {
    const made = await written();
    made.server.workspace.set('f.sh', 'mine\n');
    const view = await made.server.request('rollback/prepare', { target: made.run_id });
    assert.deepEqual(
      [view.status, view.approval_id, view.conflicts.map(({ path, conflict }) => [path, conflict])],
      ['nothing', null, [['f.sh', 'changed_since']]],
    );
    assert.equal((await made.server.request('approval/list', { state: 'requested' })).total, 0);
  });

  it('§1.8: keeps what became a folder, and names it', async () => {
    const made = await written();
    made.server.workspace.set('f.sh', null);
    made.server.workspace.set('f.sh/mine', 'mine\n');
    const view = await made.server.request('rollback/prepare', { target: made.run_id, include: ['f.sh'] });
    assert.deepEqual(
      [view.status, view.files.map(({ path, action, conflict }) => [path, action, conflict])],
      ['nothing', [['f.sh', 'keep', 'replaced']]],
    );
  });

  it('§1.8: leaves everything alone when a file became a folder after its list was approved', async () => {
    const made = await written();
    const approval_id = await preparedRollback(made.server, { target: made.run_id });
    await made.server.request('approval/grant', { approval_id });
    made.server.workspace.set('f.sh', null);
    made.server.workspace.set('f.sh/mine', 'mine\n');
    const { error_code, message } = await made.server.refusal('rollback/apply', { approval_id });
    assert.deepEqual(
      [error_code, message],
      [
        'ROLLBACK_CONFLICT',
        'f.sh: changed since the list was made. No file was changed; prepare the rollback again.',
      ],
    );
  });

  it('§1.6: asks one question when the same is asked for twice, and another when it is another list', async () => {
    const made = await written();
    const prepare = () => made.server.request('rollback/prepare', { target: made.run_id });
    const [first, second] = await Promise.all([prepare(), prepare()]);
    assert.notEqual(first.joined, second.joined);
    assert.equal(second.approval_id, first.approval_id);
    const waiting = () => made.server.request('approval/list', { state: 'requested' });
    assert.equal((await waiting()).total, 1);
    made.server.workspace.set('f.sh', 'mine\n');
    const third = await made.server.request('rollback/prepare', {
      target: made.run_id,
      include: ['f.sh'],
    });
    assert.deepEqual([third.joined, (await waiting()).total], [false, 2]);
  });

  it('§1.6: asks anew once the first question was answered with no', async () => {
    const made = await written();
    const approval_id = await preparedRollback(made.server, { target: made.run_id });
    await made.server.request('approval/reject', { approval_id, reason: 'not now' });
    const again = await made.server.request('rollback/prepare', { target: made.run_id });
    assert.equal(again.joined, false);
    assert.notEqual(again.approval_id, approval_id);
  });
});

async function written(): Promise<Journey> {
  const made = await journey(plan, { files: { 'f.sh': 'old\n' } });
  await made.start();
  await made.reach('succeeded');
  return made;
}

async function rolledBack(made: Journey, target: string): Promise<string> {
  const approval_id = await preparedRollback(made.server, { target });
  await made.server.request('approval/grant', { approval_id });
  const { verify } = await made.server.request('rollback/apply', { approval_id });
  assert.equal(verify?.passed, true, verify?.details);
  return approval_id;
}

async function state(made: Journey) {
  const file = await made.server.workspace.read('f.sh');
  return [file && new TextDecoder().decode(file.bytes), file?.mode];
}
