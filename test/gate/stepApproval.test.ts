import assert from 'node:assert/strict';
import { command, departure, type Journey, journey, planText, programsRun } from '../support/journey';

const required = 'plan and step approvals are required before execution';
const one = planText([command('a', 'a')]);
const hour = 3_600_000;

/** A standard run whose only command waits for its approval. */
async function waiting(text = one, world: Parameters<typeof journey>[1] = {}): Promise<Journey> {
  const made = await journey(text, { profile: 'standard', ...world });
  await made.start();
  await made.request('a');
  await made.reach('awaiting_approval');
  return made;
}

describe('approvals of steps', () => {
  it('GATE-05: are refused before the plan is approved', async () => {
    const made = await departure({ profile: 'standard' });
    const { server, session_id } = made;
    await server.request('plan/import', { session_id, text: one, file_name: 'plan.json' });
    for (const method of ['step/approve', 'step/execute'] as const) {
      const body = await server.refusal(method, { session_id, step_id: 'a' });
      assert.deepEqual([body.error_code, body.message], ['APPROVAL_REQUIRED', required], method);
    }
    const body = await server.refusal('run/start', { session_id });
    assert.equal(body.error_code, 'APPROVAL_REQUIRED');
  });

  it('GATE-05: let the step run, and nothing runs before', async () => {
    const made = await waiting();
    assert.deepEqual(programsRun(made.server), []);
    const { session_id } = made;
    const answer = await made.server.request('step/approve', { session_id, step_id: 'a' });
    assert.deepEqual(answer, { session_id, step_id: 'a', approved: true });
    await made.reach('succeeded');
    assert.deepEqual(programsRun(made.server), ['a']);
  });

  it('GATE-05: can be asked for before the turn of the step, and asking grants nothing', async () => {
    const { server, session_id } = await journey(one, { profile: 'standard' });
    const asked = await server.request('step/request', { session_id, step_id: 'a' });
    assert.equal(asked.status, 'requested');
    assert.deepEqual(await server.request('step/request', { session_id, step_id: 'a' }), asked);
    assert.deepEqual(programsRun(server), []);
    const { approval_id } = asked;
    await server.request('approval/grant', { approval_id });
    const again = await server.request('step/request', { session_id, step_id: 'a' });
    assert.deepEqual([again.status, again.approval_id], ['approved', approval_id]);
    await server.request('step/execute', { session_id, step_id: 'a' });
    assert.deepEqual(programsRun(server), ['a']);
  });

  it('GATE-05: with another digest than the one shown are stale', async () => {
    const made = await waiting();
    const { approval_id } = await made.request('a');
    const body = await made.server.refusal('approval/grant', {
      approval_id,
      digest: `sha256:${'0'.repeat(64)}`,
    });
    assert.deepEqual([body.error_code, body.details?.['cause']], ['APPROVAL_STALE', 'digest_mismatch']);
    assert.deepEqual(programsRun(made.server), []);
  });

  it('GATE-05: by hand, an approval of a step does not survive a change of policy', async () => {
    const made = await journey(one, { profile: 'standard' });
    const { server, session_id } = made;
    await server.request('step/approve', { session_id, step_id: 'a' });
    server.workspace.set(
      'holdpoint.policy.yaml',
      'schema: policy/1\npermissions: {deny_if_contains: [zzz]}\n',
    );
    const body = await server.refusal('step/execute', { session_id, step_id: 'a' });
    assert.deepEqual([body.error_code, body.details?.['cause']], ['APPROVAL_STALE', 'digest_mismatch']);
    assert.deepEqual(programsRun(server), []);
  });

  it('GATE-05: by hand, nothing runs while a policy file is malformed, which is said', async () => {
    const made = await journey(one, { profile: 'standard' });
    const { server, session_id } = made;
    await server.request('step/approve', { session_id, step_id: 'a' });
    server.workspace.set('holdpoint.policy.yaml', 'permissions: [\n');
    const body = await server.refusal('step/execute', { session_id, step_id: 'a' });
    assert.equal(body.error_code, 'POLICY_INVALID');
    assert.match(body.message, /\d:\d holdpoint.policy.yaml/);
    assert.deepEqual(programsRun(server), []);
  });

  it('GATE-05: serve once: consumed by the step they start, and by no other', async () => {
    const made = await waiting();
    const { approval_id } = await made.grant('a');
    await made.reach('succeeded');
    const shown = await made.server.request('approval/show', { approval_id });
    assert.equal(shown.status, 'consumed');
    assert.notEqual(shown.consumed_at, null);
    await made.server.request('run/rerun', { run_id: made.run_id }).then(({ run_id }) => {
      made.run_id = run_id;
    });
    const second = await made.request('a');
    assert.notEqual(second.approval_id, approval_id);
    assert.notEqual(second.digest, shown.digest);
    assert.deepEqual(programsRun(made.server), ['a']);
  });

  it('GATE-05: expire, after which the step waits for a new request', async () => {
    const made = await waiting(planText([command('a', 'a')], { policy: { approvals: { expires: '1h' } } }));
    const first = await made.request('a');
    assert.equal(first.expires_at, new Date(made.server.clock.now() + hour).toISOString());
    await made.server.clock.advance(hour);
    const body = await made.server.refusal('approval/grant', { approval_id: first.approval_id });
    assert.deepEqual([body.error_code, body.details?.['cause']], ['APPROVAL_STALE', 'expired']);
    const expired = (await made.events('approval.expired')).filter(({ step_id }) => step_id === 'a');
    assert.equal(expired.length, 1);
    assert.deepEqual(await made.statuses(), { a: 'awaiting_approval' });
    const { session_id } = made;
    await made.server.request('step/approve', { session_id, step_id: 'a' });
    await made.reach('succeeded');
    assert.deepEqual(programsRun(made.server), ['a']);
  });

  it('GATE-05: that have expired are asked for again when the run is resumed', async () => {
    const made = await waiting(planText([command('a', 'a')], { policy: { approvals: { expires: '1h' } } }));
    const first = await made.request('a');
    await made.server.clock.advance(hour);
    assert.deepEqual(await made.pending(), []);
    await made.server.request('run/resume', { run_id: made.run_id });
    const second = await made.grant('a');
    assert.notEqual(second.approval_id, first.approval_id);
    await made.reach('succeeded');
    const [run] = await made.spans('invoke_workflow A plan');
    assert.equal(run?.attributes['active_ms'], 0, 'waiting for people is no active time');
  });

  it('GATE-05: need as many distinct people as the policy says', async () => {
    const made = await departure({ profile: 'standard' });
    const { server, session_id } = made;
    const text = planText([command('a', 'a')], { policy: { approvals: { required: 2 } } });
    await server.request('plan/import', { session_id, text, file_name: 'plan.json' });
    const ann = { actor: 'user:ann' };
    const first = await server.request('plan/approve', { session_id, version: 1 }, ann);
    assert.equal(first.approved, false);
    const twice = await server.refusal('plan/approve', { session_id, version: 1 }, ann);
    assert.equal(twice.error_code, 'STATE_CONFLICT');
    const second = await server.request('plan/approve', { session_id, version: 1 }, { actor: 'user:bob' });
    assert.equal(second.approved, true);
    await made.start();
    const half = await made.grant('a', {}, ann);
    assert.deepEqual([half.status, half.votes.length, half.required], ['requested', 1, 2]);
    assert.deepEqual(programsRun(server), []);
    const whole = await made.grant('a', {}, { actor: 'user:bob' });
    assert.deepEqual(
      [whole.status, whole.votes.map(({ actor }) => actor)],
      ['granted', ['user:ann', 'user:bob']],
    );
    await made.reach('succeeded');
  });

  it('GATE-05: are barred to the author by no_self', async () => {
    const made = await departure({ profile: 'standard' });
    const { server, session_id } = made;
    const text = planText([command('a', 'a')], { policy: { approvals: { no_self: true } } });
    await server.request('plan/import', { session_id, text, file_name: 'plan.json' });
    const own = await server.refusal('plan/approve', { session_id, version: 1 });
    assert.equal(own.error_code, 'SELF_APPROVAL');
    const other = { actor: 'user:other' };
    await server.request('plan/approve', { session_id, version: 1 }, other);
    await made.start();
    const { approval_id } = await made.request('a');
    const self = await server.refusal('approval/grant', { approval_id });
    assert.equal(self.error_code, 'SELF_APPROVAL');
    await made.grant('a', {}, other);
    await made.reach('succeeded');
  });

  it('GATE-26: of two who decide at once one wins, the other learns who and when', async () => {
    const made = await waiting();
    const { approval_id } = await made.request('a');
    const ask = (actor: string) =>
      made.server
        .request('approval/grant', { approval_id }, { actor, source: 'http' })
        .then(() => null)
        .catch((error: { code: string; details: Record<string, unknown> }) => error);
    const answers = await Promise.all([ask('user:ann'), ask('user:bob')]);
    const lost = answers.filter((answer) => answer !== null);
    assert.equal(lost.length, 1);
    const { code, details } = lost[0] ?? { code: '', details: {} };
    const now = new Date(made.server.clock.now()).toISOString();
    assert.equal(code, 'ALREADY_DECIDED');
    assert.deepEqual([details['source'], details['decided_at']], ['http', now]);
    assert.equal(details['actor'], answers[0] === null ? 'user:ann' : 'user:bob');
    await made.reach('succeeded');
    assert.deepEqual(programsRun(made.server), ['a']);
    assert.equal((await made.events('step_approved')).filter(({ step_id }) => step_id === 'a').length, 1);
  });

  it('GATE-05: a reject needs a reason, which ends the run denied and returns to the author', async () => {
    const made = await waiting();
    const { approval_id } = await made.request('a');
    const without = await made.server.refusal('approval/reject', { approval_id });
    assert.equal(without.error_code, 'BAD_REQUEST');
    await made.server.request('approval/reject', { approval_id, reason: 'too early' });
    const run = await made.reach('denied');
    assert.equal(run.end_reason?.code, 'deny');
    assert.match(run.end_reason?.message ?? '', /too early/);
    const step = await made.step('a');
    assert.deepEqual([step.status, step.error?.code, step.stopped], ['denied', 'APPROVAL_REJECTED', true]);
    assert.deepEqual(programsRun(made.server), []);
    const later = await made.server.refusal('approval/grant', { approval_id });
    assert.equal(later.error_code, 'ALREADY_DECIDED');
  });

  it('GATE-05: are only for approvers, and only about steps there are', async () => {
    const made = await waiting();
    const { session_id, server } = made;
    const low = await server.refusal('step/approve', { session_id, step_id: 'a' }, { role: 'operator' });
    assert.equal(low.error_code, 'FORBIDDEN');
    const none = await server.refusal('step/approve', { session_id, step_id: 'zz' });
    assert.equal(none.error_code, 'NOT_FOUND');
  });

  it('GATE-05: show the whole command, its place and its digest, never cut', async () => {
    const argv = ['tool', 'word '.repeat(2_000), '日本語'];
    const made = await waiting(planText([{ id: 'a', uses: 'shell.run', with: { argv } }]));
    const { shown, digest, approval_id } = await made.request('a');
    const commands = shown['commands'] as { argv: string[]; cwd: string }[];
    assert.deepEqual(commands, [{ argv, cwd: '.' }]);
    assert.match(digest, /^sha256:[0-9a-f]{64}$/);
    const granted = await made.server.request('approval/grant', { approval_id, digest });
    assert.equal(granted.status, 'granted');
    await made.reach('succeeded');
  });

  it('GATE-05: scope remaining lets the plan approval cover its steps, but not in strict', async () => {
    const made = await journey(one, { profile: 'standard', scope: 'remaining' });
    await made.start();
    await made.reach('succeeded');
    assert.deepEqual(await made.pending(), []);
    const strict = await departure({ profile: 'strict' });
    const { server, session_id } = strict;
    await server.request('plan/import', { session_id, text: one, file_name: 'plan.json' });
    const body = await server.refusal('plan/approve', { session_id, version: 1, scope: 'remaining' });
    assert.equal(body.error_code, 'FORBIDDEN');
  });
});
