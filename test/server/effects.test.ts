import assert from 'node:assert/strict';
import { composeMemory, type MemoryServer } from '../support/composeMemory';

const steps = [
  { id: 'look', uses: 'list_dir', with: { path: '.' } },
  { id: 'draft', uses: 'write_file_preview', with: { path: 'a.txt', content: 'new\n' }, needs: ['look'] },
  {
    id: 'write',
    uses: 'write_file_apply',
    with: { preview: '${steps.draft.output}' },
    needs: ['draft'],
  },
  {
    id: 'build',
    uses: 'shell.run',
    with: { argv: ['make', '--token', 'hunter2-secret'] },
    verify: [{ type: 'exit_code', expr: '0' }],
    needs: ['write'],
  },
];

/** Runs the plan to its end as a person who says yes to everything. */
async function ran(scope: 'plan' | 'remaining', policy?: string): Promise<MemoryServer> {
  const server = composeMemory({
    files: { 'a.txt': 'old\n' },
    secrets: { TOKEN: 'hunter2-secret' },
    program: () => ({ exitCode: 0 }),
    ...(policy === undefined ? {} : { policy }),
  });
  const { id: session_id } = await server.request('session/create', {});
  const text = JSON.stringify({ schema: 'plan/1', title: 'Write and build', steps });
  const { version } = await server.request('plan/import', { session_id, text, file_name: 'plan.json' });
  await server.request('plan/approve', { session_id, version, scope });
  const { run_id } = await server.request('run/start', { session_id });
  for (;;) {
    await server.request('run/wait', { run_id });
    const { items } = await server.request('approval/list', { run_id, state: 'requested' });
    if (items.length === 0) {
      return server;
    }
    for (const { approval_id } of items) {
      await server.request('approval/grant', { approval_id, confirm_high_risk: true });
    }
  }
}

async function effectOf(server: MemoryServer, step: string) {
  const { effects } = await server.request('run/effects', { run_id: 'latest' });
  return effects.findLast(({ step_id }) => step_id === step);
}

describe('the effects of a run', () => {
  it('name the rule and the person behind each call', async () => {
    const server = await ran('plan');
    const write = await effectOf(server, 'write');
    assert.deepEqual(write?.names, ['a.txt']);
    assert.equal(write?.approval?.actor, 'user:test');
    assert.equal(write?.approval?.subject_type, 'step');
    const build = await effectOf(server, 'build');
    assert.equal(build?.verdict, 'ask');
    assert.notEqual(build?.rule_id, '');
    assert.equal(build?.approval?.source, 'cli');
    const look = await effectOf(server, 'look');
    assert.equal(look?.approval, null);
  });

  it('name the approval of the plan where that covers its steps', async () => {
    const build = await effectOf(await ran('remaining'), 'build');
    assert.equal(build?.approval?.subject_type, 'plan');
  });

  it('name the rule of a standing grant as who approved', async () => {
    const policy = [
      'schema: policy/1',
      'approvals:',
      '  auto:',
      '    - {id: own-build, subject: step, tool: shell.run, risk: high}',
    ].join('\n');
    const server = await ran('plan', policy);
    const build = await effectOf(server, 'build');
    assert.equal(build?.approval?.actor, 'policy:own-build');
  });

  it('list each file once, with what became of it', async () => {
    const server = await ran('plan');
    const { files, checks } = await server.request('run/effects', { run_id: 'latest' });
    assert.deepEqual(
      files.map(({ path, op, step_id, is_undone }) => [path, op, step_id, is_undone]),
      [['a.txt', 'modify', 'write', false]],
    );
    assert.deepEqual(
      checks.map(({ scope, passed }) => [scope, passed]),
      [['build', true]],
    );
  });

  it('hold no secret', async () => {
    const answer = await (await ran('plan')).request('run/effects', { run_id: 'latest' });
    assert.doesNotMatch(JSON.stringify(answer), /hunter2/);
  });

  it('are not there for a run that is not', async () => {
    const server = composeMemory();
    assert.equal((await server.refusal('run/effects', { run_id: 'run-x' })).error_code, 'NOT_FOUND');
  });
});
