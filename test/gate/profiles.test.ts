import assert from 'node:assert/strict';
import type { JsonObject } from '#protocol/json';
import { command, departure, type Journey, journey, planText, programsRun } from '../support/journey';

type Profile = 'strict' | 'standard' | 'dev' | 'ci';

const allow: JsonObject = {
  permissions: { rules: [{ id: 'tool', effect: 'allow', tool: 'shell.run', match: { argv0: ['tool'] } }] },
};
const allowFile = JSON.stringify({ schema: 'policy/1', ...allow });

/** How a run of one step rests in a profile: what waits for people, or how it ended. */
async function outcome(
  profile: Profile,
  step: JsonObject,
  files: Record<string, string> = {},
): Promise<string> {
  const made = await departure({ profile, files });
  const { server, session_id } = made;
  await server.request('plan/import', {
    session_id,
    text: planText([step], { workspace: { slot: 'in_place' } }),
    file_name: 'plan.json',
  });
  const { status } = await server.request('plan/show', { session_id, version: 1 });
  if (status !== 'approved') {
    await server.request('plan/approve', { session_id, version: 1 });
  }
  await made.start();
  const run = await server.request('run/wait', { run_id: made.run_id });
  const approvals = await server.request('approval/list', { session_id, run_id: made.run_id });
  const actors = approvals.items.map(({ actor }) => actor ?? 'nobody yet');
  return [status, run.status, ...actors].join(' ');
}

describe('profiles', () => {
  const rows: [string, JsonObject, Record<string, string>, Record<Profile, string>][] = [
    [
      'a read',
      { id: 'a', uses: 'list_dir', with: { path: '.' } },
      {},
      {
        strict: 'validated awaiting_approval nobody yet',
        standard: 'validated succeeded',
        dev: 'approved succeeded',
        ci: 'validated awaiting_approval nobody yet',
      },
    ],
    [
      'a command that no rule knows',
      command('a', 'tool'),
      {},
      {
        strict: 'validated denied',
        standard: 'validated awaiting_approval nobody yet',
        dev: 'approved succeeded policy:dev',
        ci: 'validated denied',
      },
    ],
    [
      'a command of medium risk that a rule of the workspace allows',
      command('a', 'tool', { risk: 'medium' }),
      { 'holdpoint.policy.yaml': allowFile },
      {
        strict: 'validated awaiting_approval nobody yet',
        standard: 'validated awaiting_approval nobody yet',
        dev: 'approved succeeded',
        ci: 'validated awaiting_approval nobody yet',
      },
    ],
  ];
  for (const [what, step, files, expected] of rows) {
    for (const [profile, wanted] of Object.entries(expected)) {
      it(`GATE-29: ${profile} answers ${what} as its column says`, async () => {
        assert.equal(await outcome(profile as Profile, step, files), wanted);
      });
    }
  }

  it('GATE-29: an auto rule grants in ci, under its own name', async () => {
    const auto = [
      { id: 'plans', subject: 'plan', risk: 'high' },
      { id: 'tools', subject: 'step', tool: 'shell.run' },
    ];
    const policy = { ...allow, approvals: { auto } };
    const files = { 'holdpoint.policy.yaml': JSON.stringify({ schema: 'policy/1', ...policy }) };
    const step = command('a', 'tool', { risk: 'medium' });
    assert.equal(await outcome('ci', step, files), 'approved succeeded policy:tools');
  });

  const risky = planText([command('a', 'tool', { risk: 'high' })]);
  const byHand = async (profile: Profile): Promise<Journey> =>
    journey(risky, { profile, files: { 'holdpoint.policy.yaml': allowFile } });

  for (const profile of ['strict', 'standard'] as const) {
    it(`GATE-29: ${profile} wants a high risk confirmed, in this code and reason`, async () => {
      const made = await byHand(profile);
      const { server, session_id } = made;
      const body = await server.refusal('step/execute', { session_id, step_id: 'a' });
      assert.deepEqual(
        [body.error_code, body.details?.['reason']],
        ['HIGH_RISK_CONFIRMATION_REQUIRED', 'high_risk_confirmation_required'],
      );
      const { approval_id } = body.details ?? {};
      const granting = await server.refusal('approval/grant', { approval_id });
      assert.equal(granting.error_code, 'HIGH_RISK_CONFIRMATION_REQUIRED');
      assert.deepEqual(programsRun(server), []);
      await server.request('step/approve', { session_id, step_id: 'a', confirm_high_risk: true });
      await server.request('step/execute', { session_id, step_id: 'a' });
      assert.deepEqual(programsRun(server), ['tool']);
    });

    it(`GATE-05, GATE-29: ${profile} lets whoever executes a step confirm what was approved, and nobody else`, async () => {
      const { server, session_id } = await byHand(profile);
      const step = { session_id, step_id: 'a' };
      assert.deepEqual(await server.request('step/approve', step), { ...step, approved: true });
      for (let turn = 0; turn < 2; turn += 1) {
        const { error_code, details } = await server.refusal('step/execute', step);
        assert.deepEqual(
          [error_code, details?.['reason']],
          ['HIGH_RISK_CONFIRMATION_REQUIRED', 'high_risk_confirmation_required'],
        );
      }
      assert.deepEqual(programsRun(server), []);
      const done = await server.request('step/execute', { ...step, confirm_high_risk: true });
      assert.equal(done.status, 'succeeded');
      assert.deepEqual(programsRun(server), ['tool']);
      const { items } = await server.request('approval/list', { session_id });
      assert.deepEqual(
        items.filter(({ subject_type }) => subject_type === 'step').map(({ status }) => status),
        ['consumed'],
      );
    });

    it(`GATE-29: in ${profile} a run that steps by itself takes no consent without the confirmation`, async () => {
      const made = await byHand(profile);
      const { server } = await made.start();
      const { run_id } = made;
      await made.request('a');
      const { error_code } = await server.refusal('step/approve', { run_id, step_id: 'a' });
      assert.equal(error_code, 'HIGH_RISK_CONFIRMATION_REQUIRED');
      assert.deepEqual(programsRun(server), []);
    });
  }

  it('GATE-29: dev confirms by itself, and that is recorded', async () => {
    const made = await journey(risky);
    await made.start();
    await made.reach('succeeded');
    const granted = (await made.events('step_approved')).filter(({ step_id }) => step_id === 'a');
    assert.deepEqual(
      granted.map(({ actor }) => actor),
      ['policy:dev'],
    );
  });
});
