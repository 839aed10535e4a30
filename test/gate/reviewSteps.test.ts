import assert from 'node:assert/strict';
import { fakeClock } from '../../server/src/adapters/clock';
import { composeMemory, type MemoryServer } from '../support/composeMemory';
import { command, journey, planText, programsRun } from '../support/journey';
import { until } from '../support/until';

const hour = 3_600_000;
const quiet = 'schema: policy/1\napprovals: {steps: auto}\npermissions: {default: allow}\n';

describe('decisions that are taken back', () => {
  it('§1.6: a step that was approved cannot be approved a second time for later', async () => {
    const made = await journey(planText([command('a', 'a')]), { profile: 'standard' });
    const { server, session_id } = made;
    await server.request('step/approve', { session_id, step_id: 'a' });
    const body = await server.refusal('step/approve', { session_id, step_id: 'a' });
    assert.equal(body.error_code, 'ALREADY_DECIDED');
  });

  it('§1.6: a step that was approved by hand answers a rejection with who decided', async () => {
    const made = await journey(planText([command('a', 'a')]), { profile: 'standard' });
    const { server, session_id } = made;
    await server.request('step/approve', { session_id, step_id: 'a' });
    const body = await server.refusal('step/reject', { session_id, step_id: 'a', reason: 'no' });
    assert.equal(body.error_code, 'ALREADY_DECIDED');
  });

  it('§1.6: a step rejected before it asked is denied and never runs', async () => {
    const made = await journey(planText([command('a', 'a')]), { profile: 'standard', policy: quiet });
    const { server, session_id } = made;
    await server.request('step/reject', { session_id, step_id: 'a', reason: 'not today' });
    const body = await server.refusal('step/execute', { session_id, step_id: 'a' });
    assert.ok(
      ['STATE_CONFLICT', 'NEEDS_REPLAN', 'APPROVAL_REJECTED'].includes(body.error_code),
      body.error_code,
    );
    assert.deepEqual(programsRun(server), []);
  });

  it('§1.6: nothing of a plan runs once its approval was revoked', async () => {
    const made = await journey(planText([command('a', 'a')]), { profile: 'standard' });
    await made.start();
    const { approval_id } = await made.request('a');
    const { server, session_id } = made;
    await server.request('plan/revoke', { session_id, version: 1, reason: 'wrong plan' });
    await made.reach('denied');
    const body = await server.refusal('approval/grant', { approval_id });
    assert.equal(body.error_code, 'APPROVAL_STALE');
    assert.deepEqual(programsRun(server), []);
  });

  it('§1.6: a plan revoked while its command runs ends that command', async () => {
    const made = await journey(planText([command('a', 'a'), command('b', 'b', { needs: ['a'] })]), {
      program: async ({ signal }) => {
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        return {};
      },
    });
    await made.start();
    await made.reach('running');
    await made.server.request('plan/revoke', { session_id: made.session_id, version: 1 });
    await made.reach('denied');
    assert.deepEqual(programsRun(made.server), ['a']);
  });

  it('§1.6: an approval of a plan whose time is over starts no run until it is given again', async () => {
    const made = await journey(planText([command('a', 'a')]), { profile: 'standard' });
    const { server, session_id } = made;
    await server.clock.advance(25 * hour);
    const body = await server.refusal('run/start', { session_id });
    assert.deepEqual([body.error_code, body.details?.['cause']], ['APPROVAL_STALE', 'expired']);
    await server.request('plan/approve', { session_id, version: 1 });
    await made.start();
    await made.grant('a');
    await made.reach('succeeded');
  });
});

describe('a step that was cut off', () => {
  /** Another server, a day later, over what the one before it left behind, which is dead from now on. */
  const restarted = async (before: MemoryServer): Promise<MemoryServer> => {
    const { store, content, artifacts, ids } = before.context.ports;
    const clock = fakeClock({ now: before.clock.now() + 25 * hour });
    const next = composeMemory({ store, clock });
    Object.assign(next.context.ports, { content, artifacts, ids });
    await next.recover();
    return next;
  };

  it('§1.10: asks a person however often the server dies before somebody answers', async () => {
    const made = await journey(planText([command('a', 'a')]), {
      program: () => new Promise(() => undefined),
    });
    await made.start();
    await until('the command to run', async () => programsRun(made.server)[0]);
    const { run_id } = made;
    const second = await restarted(made.server);
    await second.request('run/resume', { run_id });
    await until(
      'the question',
      async () => (await second.request('approval/list', { state: 'requested' })).items[0],
    );
    const third = await restarted(second);
    assert.deepEqual((await third.request('approval/list', { state: 'requested' })).items, []);
    await third.request('run/resume', { run_id });
    await until('the question again', async () => {
      const { items } = await third.request('approval/list', { state: 'requested' });
      return items[0];
    });
    assert.deepEqual(programsRun(second), []);
    assert.deepEqual(programsRun(third), []);
  });
});
