import assert from 'node:assert/strict';
import type { JsonObject } from '#protocol/json';
import type { Notification } from '#protocol/methods';
import { type Departure, type Journey, journey, planText, turnOfLoop } from '../support/journey';
import { preparedRollback } from '../support/preparedRollback';

const plan = planText([
  { id: 'draft', uses: 'write_file_preview', with: { path: 'f.txt', content: 'new\n' } },
  {
    id: 'apply',
    uses: 'write_file_apply',
    needs: ['draft'],
    with: { preview: `\${steps.draft.output}` },
  },
]);

async function departed(profile: Departure['profile']): Promise<Journey> {
  return await journey(plan, { ...(profile && { profile }), files: { 'f.txt': 'old\n' } });
}

async function refusal(made: Journey): Promise<{ code: string; cause: unknown; paths: unknown }> {
  const { approval_id } = await made.request('apply');
  const { error_code, details } = await made.server.refusal('approval/grant', { approval_id });
  assert.equal(details?.['approval_id'], approval_id);
  const check = await made.server.request('approval/check', { approval_id });
  assert.deepEqual(check.unsaved, details?.['paths']);
  return { code: error_code, cause: details?.['cause'], paths: details?.['paths'] };
}

describe('files that somebody has changed in an editor and not saved', () => {
  it('refuses to approve writing them until they are saved or given up', async () => {
    const made = await departed('standard');
    await made.start();
    made.server.editors.hold('f.txt');
    assert.deepEqual(await refusal(made), {
      code: 'STATE_CONFLICT',
      cause: 'unsaved_changes',
      paths: ['f.txt'],
    });
    assert.equal(await made.file('f.txt'), 'old\n');
    made.server.editors.release('f.txt');
    await made.grant('apply');
    await made.reach('succeeded');
    assert.equal(await made.file('f.txt'), 'new\n');
  });

  it('asks before it writes them where policy would not have asked', async () => {
    const made = await departed('dev');
    made.server.editors.hold('f.txt');
    await made.start();
    const { approval_id } = await made.request('apply');
    assert.equal((await refusal(made)).code, 'STATE_CONFLICT');
    made.server.editors.release('f.txt');
    await made.grant('apply');
    await made.reach('succeeded');
    assert.equal(await made.file('f.txt'), 'new\n');
    const { status } = await made.server.request('approval/show', { approval_id });
    assert.equal(status, 'consumed');
  });

  it('asks again when they were changed between approval and writing, and says so in the record', async () => {
    const made = await departed('standard');
    await made.start();
    const { approval_id } = await made.request('apply');
    // Typing begins in the moment in which the approval is told to the doors.
    const stop = made.server.context.bus.listen((name, payload) => {
      if (name === 'approval/changed' && (payload as { status: string }).status === 'granted') {
        made.server.editors.hold('f.txt');
      }
    });
    await made.server.request('approval/grant', { approval_id });
    stop();
    const again = await made.request('apply');
    assert.notEqual(again.approval_id, approval_id);
    assert.equal(await made.file('f.txt'), 'old\n');
    const warned = await made.payloads('decision.warned');
    assert.deepEqual(
      warned.map((payload: JsonObject) => [payload['cause'], payload['paths']]),
      [['unsaved_changes', ['f.txt']]],
    );
    made.server.editors.release('f.txt');
    await made.grant('apply');
    await made.reach('succeeded');
    assert.equal(await made.file('f.txt'), 'new\n');
  });

  it('is drafted again after the person has saved their own text', async () => {
    const made = await departed('standard');
    await made.start();
    made.server.editors.hold('f.txt');
    assert.equal((await refusal(made)).code, 'STATE_CONFLICT');
    made.server.workspace.set('f.txt', 'mine\n');
    made.server.editors.release('f.txt');
    const { approval_id } = await made.request('apply');
    const { renewed } = await made.server.request('approval/renew', { approval_id });
    assert.equal(renewed.length, 1);
    for (let turn = 0; turn < 20; turn += 1) {
      await turnOfLoop();
    }
    await made.grant('apply');
    await made.reach('succeeded');
    assert.equal(await made.file('f.txt'), 'new\n');
  });

  it('lets every door know which files were written', async () => {
    const made = await departed('dev');
    const told: [Notification, unknown][] = [];
    made.server.context.bus.listen((name, payload) => {
      if (name === 'files/written') {
        told.push([name, payload]);
      }
    });
    await made.start();
    await made.reach('succeeded');
    assert.deepEqual(told, [['files/written', { root: '/memory', paths: ['f.txt'] }]]);
  });

  it('refuses a rollback over them, and performs it once they are saved', async () => {
    const made = await departed('dev');
    await made.start();
    await made.reach('succeeded');
    const approval_id = await preparedRollback(made.server, { target: made.run_id });
    await made.server.request('approval/grant', { approval_id });
    made.server.editors.hold('f.txt');
    const { error_code } = await made.server.refusal('rollback/apply', { approval_id });
    assert.equal(error_code, 'STATE_CONFLICT');
    assert.equal(await made.file('f.txt'), 'new\n');
    made.server.editors.release('f.txt');
    await made.server.request('rollback/apply', { approval_id });
    assert.equal(await made.file('f.txt'), 'old\n');
  });
});
