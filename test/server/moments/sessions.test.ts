import assert from 'node:assert/strict';
import { command, type Journey, journey, planText } from '../../support/journey';
import { apart, together } from '../../support/sameMoment';
import { until } from '../../support/until';

const look = planText([command('look', 'look')]);

describe('two doors that lead one session at the same moment', () => {
  it('start it twice: one run begins and the other is told of it', async () => {
    await eachTime(apart(36, 6), async (made, turns) => {
      const { session_id, server } = made;
      const start = () => server.request('run/start', { session_id });
      const ended = await together(server, turns, start, start);
      assert.deepEqual(ended.map(({ code }) => code).sort(), ['STATE_CONFLICT', null]);
    });
  });

  it('execute two steps of a session without a run: both belong to one run', async () => {
    await eachTime(apart(24, 6), async (made, turns) => {
      const { session_id, server } = made;
      const request = () => server.request('step/request', { session_id, step_id: 'look' });
      const [first, second] = await together(server, turns, request, request);
      assert.equal(first.answer?.run_id, second.answer?.run_id);
      assert.equal((await server.request('run/list', {})).total, 1);
    });
  });

  it('start it and stop it: nothing of it is under way', async () => {
    await eachTime(apart(48, 6), async (made, turns) => {
      const { session_id, server } = made;
      await together(
        server,
        turns,
        () => server.request('run/start', { session_id }),
        () => server.request('session/stop', { session_id }),
      );
      const { items } = await server.request('run/list', { session_id });
      assert.ok(items.every(({ status }) => status === 'cancelled'));
      await until('no run to be under way', () => server.runs.count === 0);
    });
  });

  it('start it and delete it: nothing of it is left', async () => {
    await eachTime(apart(48, 6), async (made, turns) => {
      const { session_id, server } = made;
      await together(
        server,
        turns,
        () => server.request('run/start', { session_id }),
        () => server.request('session/delete', { session_id }),
      );
      assert.equal((await server.request('run/list', {})).total, 0);
      await until('no run to be under way', () => server.runs.count === 0);
    });
  });

  it('delete it twice: the second is told that there is none', async () => {
    await eachTime(apart(24, 6), async (made, turns) => {
      const { session_id, server } = made;
      const remove = () => server.request('session/delete', { session_id });
      const ended = await together(server, turns, remove, remove);
      assert.deepEqual(ended.map(({ code }) => code).sort(), ['NOT_FOUND', null]);
    });
  });

  it('start it and revoke its plan: nothing runs under a plan that was taken back', async () => {
    await eachTime(apart(48, 6), async (made, turns) => {
      const { session_id, server } = made;
      await together(
        server,
        turns,
        () => server.request('run/start', { session_id }),
        () => server.request('plan/revoke', { session_id, version: 1 }),
      );
      const { items } = await server.request('run/list', { session_id });
      assert.ok(items.every(({ status }) => status === 'denied'));
    });
  });
});

/** Does it once for each number of turns, in a new session of a server of its own. */
async function eachTime(
  all: readonly number[],
  attempt: (made: Journey, turns: number) => Promise<void>,
): Promise<void> {
  for (const turns of all) {
    const made = await journey(look, { profile: 'standard' });
    await attempt(made, turns);
    assert.deepEqual(made.server.faults, []);
  }
}
