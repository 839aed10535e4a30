import assert from 'node:assert/strict';
import { command, departure, journey, planText, programsRun } from '../support/journey';

const remaining = { profile: 'standard', scope: 'remaining' } as const;

describe('what the scope remaining covers', () => {
  it('§1.6: no step of high risk that nobody confirmed', async () => {
    const made = await journey(planText([command('a', 'a', { risk: 'high' })]), remaining);
    await made.start();
    await made.reach('awaiting_approval');
    assert.deepEqual(programsRun(made.server), []);
  });

  it('§1.6: no step whose command nobody could see yet', async () => {
    const steps = [
      command('a', 'a'),
      { id: 'b', uses: 'shell.run', with: { argv: ['${steps.a.output.stdout}'] }, needs: ['a'] },
    ];
    const made = await journey(planText(steps), { ...remaining, program: () => ({ stdout: 'surprise' }) });
    await made.start();
    await made.request('b');
    assert.deepEqual(programsRun(made.server), ['a']);
  });

  it('§1.6: no step under another policy than the one it was given under', async () => {
    const made = await journey(planText([command('a', 'a'), command('b', 'b', { needs: ['a'] })]), {
      ...remaining,
      program: ({ argv }) => {
        if (argv[0] === 'a') {
          made.server.workspace.set(
            'holdpoint.policy.yaml',
            'schema: policy/1\npermissions: {deny_if_contains: [zzz]}\n',
          );
        }
        return {};
      },
    });
    await made.start();
    await made.request('b');
    assert.deepEqual(programsRun(made.server), ['a']);
  });

  it('§1.6: nothing because a comment on an approval says so', async () => {
    const made = await departure({ profile: 'standard' });
    const { server, session_id } = made;
    const text = planText([command('a', 'a')]);
    await server.request('plan/import', { session_id, text, file_name: 'plan.json' });
    const [open] = await made.pending();
    assert.ok(open);
    await server.request('approval/grant', { approval_id: open.approval_id, reason: '[remaining]' });
    await made.start();
    await made.reach('awaiting_approval');
    assert.deepEqual(programsRun(server), []);
  });
});

describe('what must not loosen the gate', () => {
  it('§1.5: high risk is confirmed even where steps are granted without asking', async () => {
    const policy = 'schema: policy/1\napprovals: {steps: auto}\npermissions: {default: allow}\n';
    const made = await journey(planText([command('a', 'a', { risk: 'high' })]), {
      profile: 'standard',
      policy,
    });
    await made.start();
    await made.reach('awaiting_approval');
    assert.deepEqual(programsRun(made.server), []);
  });

  it('RUN-23: a step for another executor does not run here instead', async () => {
    const made = await journey(planText([command('a', 'a', { executor: 'docker' })]), { profile: 'dev' });
    await made.start();
    await made.reach('denied');
    assert.equal((await made.step('a')).error?.code, 'EXECUTOR_REQUIRED');
    assert.deepEqual(programsRun(made.server), []);
  });

  it('§1.5: a run in place of the work tree that the plan names is not isolated', async () => {
    const text = planText([command('a', 'a')], {
      workspace: { slot: 'worktree' },
      policy: { permissions: { require_executor: 'isolated' } },
    });
    const made = await journey(text, { profile: 'standard' });
    await made.start({ slot: 'in_place' });
    await made.reach('denied');
    assert.equal((await made.step('a')).error?.code, 'EXECUTOR_REQUIRED');
    assert.deepEqual(programsRun(made.server), []);
  });

  it('§1.6: the names of variables that a run hands to commands are shown and hashed', async () => {
    const policy = 'schema: policy/1\npermissions: {env_allow: [MODE]}\n';
    const made = await journey(planText([command('a', 'a')]), { profile: 'standard', policy });
    await made.start({ env: { MODE: 'danger', OTHER: 'x' } });
    const { shown } = (await made.request('a')) as unknown as { shown: { env: string[] } };
    assert.deepEqual(shown.env, ['MODE']);
  });

  it('regression 19: a secret in the reason of an approval is not stored', async () => {
    const made = await journey(planText([command('a', 'a')]), {
      profile: 'standard',
      secrets: { DEPLOY: 'hunter2-hunter2' },
    });
    await made.start();
    const { approval_id } = await made.grant('a', { reason: 'hunter2-hunter2' });
    const row = await made.server.context.ports.store.get('approvals', { id: approval_id });
    assert.doesNotMatch(JSON.stringify(row), /hunter2/);
  });
});
