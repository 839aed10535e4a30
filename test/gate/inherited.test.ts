import assert from 'node:assert/strict';
import type { JsonObject } from '#protocol/json';
import { command, journey, planText, programsRun } from '../support/journey';

const plan = (first: string, more: JsonObject = {}) =>
  planText([command('first', first), command('second', 'b'), command('third', 'c', more)]);

/** A run in which `second` was approved but never started, because `first` failed. */
async function failedEarly() {
  const made = await journey(plan('broken'), {
    profile: 'standard',
    program: ({ argv }) => ({ exitCode: argv[0] === 'broken' ? 1 : 0 }),
  });
  await made.start({ stepping: 'manual' });
  const { server, session_id } = made;
  for (const step_id of ['first', 'second', 'third']) {
    await server.request('step/approve', { session_id, step_id }, { actor: 'user:ann' });
  }
  await server.request('step/execute', { session_id, step_id: 'first' });
  assert.equal((await made.run()).status, 'failed');
  return made;
}

describe('approvals over plan versions', () => {
  it('GATE-10: a grant that was not used covers the same unchanged step of the next version', async () => {
    const made = await failedEarly();
    await made.approve(plan('mended'));
    await made.start();
    await made.grant('first');
    await made.reach('succeeded');
    assert.deepEqual(programsRun(made.server).sort(), ['b', 'broken', 'c', 'mended']);
    const { items } = await made.server.request('approval/list', { run_id: made.run_id });
    const second = items.find(({ step_id }) => step_id === 'second');
    assert.deepEqual([second?.status, second?.actor], ['consumed', 'user:ann']);
    assert.match(second?.reason ?? '', /^carried over from appr_/);
  });

  it('GATE-10, GATE-29: a grant whose high risk nobody confirmed covers no step of the next version', async () => {
    const risky = (first: string) =>
      planText([command('first', first), command('second', 'b', { risk: 'high' })]);
    const made = await journey(risky('broken'), {
      profile: 'standard',
      program: ({ argv }) => ({ exitCode: argv[0] === 'broken' ? 1 : 0 }),
    });
    await made.start({ stepping: 'manual' });
    const { server, session_id } = made;
    for (const step_id of ['second', 'first']) {
      await server.request('step/approve', { session_id, step_id });
    }
    await server.request('step/execute', { session_id, step_id: 'first' });
    await made.approve(risky('mended'));
    await made.start();
    await made.grant('first');
    await made.grant('second', { confirm_high_risk: true });
    await made.reach('succeeded');
  });

  it('GATE-10: it does not cover a step that changed, and serves once', async () => {
    const made = await failedEarly();
    await made.approve(plan('mended', { risk: 'medium', title: 'other' }));
    await made.start();
    await made.grant('first');
    await made.grant('third');
    await made.reach('succeeded');
    const { items } = await made.server.request('approval/list', { session_id: made.session_id });
    const of = (step: string) => items.filter(({ step_id }) => step_id === step).map(({ status }) => status);
    assert.deepEqual(of('second').sort(), ['consumed', 'superseded']);
    assert.equal(of('third').filter((status) => status === 'consumed').length, 1);
  });
});
