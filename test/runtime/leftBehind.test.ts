import assert from 'node:assert/strict';
import { AppError } from '#protocol/errors';
import { command, type Journey, journey, planText, programsRun } from '../support/journey';

/** A run whose record takes nothing more from the moment that its first program runs, as on a full disk. */
async function onFullDisk(): Promise<{ made: Journey; free(): void }> {
  let isFull = false;
  const made = await journey(
    planText([command('work', 'work'), command('after', 'after', { needs: ['work'] })]),
    {
      profile: 'dev',
      program: () => {
        isFull = true;
        return {};
      },
    },
  );
  const { store } = made.server.context.ports;
  const commit = store.commit.bind(store);
  Object.assign(store, {
    commit: async (...given: Parameters<typeof commit>) => {
      if (isFull) {
        throw new AppError('STORE_UNAVAILABLE', 'the disk is full', { reason: 'disk full' });
      }
      return await commit(...given);
    },
  });
  await made.start();
  return {
    made,
    free: () => {
      isFull = false;
    },
  };
}

describe('a run whose record can take nothing more', () => {
  it('§1.10: tells whoever waits for it, with its trace, rather than letting them wait', async () => {
    const { made } = await onFullDisk();
    const { run_id, server } = made;
    const body = await server.refusal('run/wait', { run_id, timeout_ms: 600_000 });
    const { trace_id } = await made.run();
    assert.deepEqual(
      [body.error_code, body.message, body.run_id, body.trace_id],
      ['STORE_UNAVAILABLE', 'the disk is full', run_id, trace_id],
    );
    assert.deepEqual(programsRun(server), ['work']);
  });

  it('§1.10, GATE-30: is nowhere said to be under way, whether there is space again or not', async () => {
    const { made, free } = await onFullDisk();
    const { run_id, server, session_id } = made;
    await server.refusal('run/wait', { run_id, timeout_ms: 600_000 });
    const { trace_id } = await made.run();
    const next_command = `holdpoint run --resume ${trace_id}`;
    const explained = async () => {
      const { next_command, reason } = await server.request('session/explain', { session_id });
      return { next_command, reason };
    };
    assert.deepEqual(await explained(), { next_command, reason: 'The run broke off: the disk is full' });
    assert.equal((await made.run()).status, 'running');
    free();
    assert.deepEqual(await explained(), { next_command, reason: 'The run is interrupted.' });
    assert.equal((await made.run()).status, 'interrupted');
    assert.equal((await made.step('work')).status, 'interrupted');
    assert.deepEqual(programsRun(server), ['work']);
  });

  it('§1.10: goes on once there is space, and asks before anything runs again', async () => {
    const { made, free } = await onFullDisk();
    const { run_id, server } = made;
    await server.refusal('run/wait', { run_id, timeout_ms: 600_000 });
    free();
    await server.request('run/resume', { run_id });
    assert.equal((await made.request('work')).status, 'requested');
    assert.deepEqual(programsRun(server), ['work']);
    assert.equal(
      (await server.request('run/wait', { run_id, timeout_ms: 600_000 })).status,
      'awaiting_approval',
    );
  });

  it('§1.10: is told of although the record could be, and until somebody goes on with the run', async () => {
    const made = await journey(planText([command('work', 'work')]), { profile: 'dev' });
    const { artifacts } = made.server.context.ports;
    const put = artifacts.put.bind(artifacts);
    const full = new AppError('STORE_UNAVAILABLE', 'no bytes can be kept', { reason: 'disk full' });
    Object.assign(artifacts, { put: () => Promise.reject(full) });
    await made.start();
    const { run_id, server } = made;
    for (const _door of ['the one that follows', 'another']) {
      const { error_code, message, trace_id } = await server.refusal('run/wait', { run_id });
      const run = await made.run();
      assert.deepEqual(
        [error_code, message, trace_id],
        ['STORE_UNAVAILABLE', 'no bytes can be kept', run.trace_id],
      );
      assert.equal(run.status, 'interrupted');
    }
    Object.assign(artifacts, { put });
    await server.request('run/resume', { run_id });
    assert.equal((await server.request('run/wait', { run_id })).status, 'awaiting_approval');
    await server.request('run/cancel', { run_id });
    assert.equal((await server.request('run/wait', { run_id })).status, 'cancelled');
  });
});
