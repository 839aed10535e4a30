import assert from 'node:assert/strict';
import { AppError } from '#protocol/errors';
import type { FileWrite, Workspace } from '../../server/src/runtime/ports';
import { afterDeath, type Journey, journey, planText } from '../support/journey';
import { preparedRollback } from '../support/preparedRollback';

const names = ['a.txt', 'b.txt'];
const plan = planText(
  names.flatMap((path, index) => [
    { id: `draft${index}`, uses: 'write_file_preview', with: { path, content: 'new\n' } },
    {
      id: `apply${index}`,
      uses: 'write_file_apply',
      needs: [`draft${index}`],
      with: { preview: `\${steps.draft${index}.output}` },
    },
  ]),
);

/** A run that wrote two files, and the approved rollback of it. */
async function approvedRollback(): Promise<{ made: Journey; approval_id: string }> {
  const made = await journey(plan, { files: { 'a.txt': 'old\n', 'b.txt': 'old\n' } });
  await made.start();
  await made.reach('succeeded');
  const approval_id = await preparedRollback(made.server, { target: made.run_id });
  await made.server.request('approval/grant', { approval_id }).catch(() => undefined);
  return { made, approval_id };
}

/** Lets the next apply do something else than to write all files. */
function instead(
  made: Journey,
  act: (apply: Workspace['apply'], writes: readonly FileWrite[]) => Promise<void>,
) {
  const { workspace } = made.server.context.ports;
  const apply = workspace.apply.bind(workspace);
  Object.assign(workspace, {
    apply: async (writes: readonly FileWrite[]) => {
      Object.assign(workspace, { apply });
      await act(apply, writes);
    },
  });
}

/** The server dies after some of the files were written, and the next one starts. */
async function cutOffAfter(fileCount: number): Promise<Journey> {
  const { made, approval_id } = await approvedRollback();
  instead(made, async (apply, writes) => {
    if (fileCount > 0) await apply(writes.slice(0, fileCount));
    await new Promise<never>(() => undefined);
  });
  void made.server.request('rollback/apply', { approval_id });
  return await afterDeath(made);
}

const contents = (made: Journey) => Promise.all(names.map((name) => made.file(name)));
const open = async (made: Journey) => {
  const { files } = await made.server.request('rollback/prepare', { target: made.run_id });
  return files.map(({ path, action, conflict }) => [path, action, conflict]);
};

describe('a rollback that does not come to its end', () => {
  it('OPS-06: is known as done when the server died after all of its files were written', async () => {
    const made = await cutOffAfter(2);
    assert.deepEqual(await contents(made), ['old\n', 'old\n']);
    assert.deepEqual(await open(made), [], 'nothing is left to take back');
    const { items } = await made.server.request('event/list', { type: 'checkpoint.restored' });
    assert.equal(items.length, 1);
  });

  for (const fileCount of [0, 1]) {
    it(`OPS-06: is taken back when the server died after ${fileCount} of its 2 files, and can be prepared again`, async () => {
      const made = await cutOffAfter(fileCount);
      assert.deepEqual(await contents(made), ['new\n', 'new\n']);
      assert.deepEqual(await open(made), [
        ['a.txt', 'restore', null],
        ['b.txt', 'restore', null],
      ]);
      const { items } = await made.server.request('event/list', { type: 'resource.warning' });
      assert.match(items[0]?.summary ?? '', /was cut off and taken back/);
    });
  }

  it('OPS-06: leaves a file alone that somebody changed after the server died', async () => {
    const { made, approval_id } = await approvedRollback();
    instead(made, async (apply, writes) => {
      await apply(writes.slice(0, 1));
      made.server.workspace.set('a.txt', 'mine\n');
      await new Promise<never>(() => undefined);
    });
    void made.server.request('rollback/apply', { approval_id });
    const next = await afterDeath(made);
    assert.deepEqual(await contents(next), ['mine\n', 'new\n']);
    assert.deepEqual(await open(next), [
      ['a.txt', 'keep', 'changed_since'],
      ['b.txt', 'restore', null],
    ]);
  });

  it('OPS-06: does not count when no file could be written', async () => {
    const { made, approval_id } = await approvedRollback();
    instead(made, () => Promise.reject(new AppError('STORE_UNAVAILABLE', 'the disk is full')));
    const { error_code } = await made.server.refusal('rollback/apply', { approval_id });
    assert.equal(error_code, 'STORE_UNAVAILABLE');
    assert.deepEqual(await contents(made), ['new\n', 'new\n']);
    assert.equal((await open(made)).length, 2);
  });
});
