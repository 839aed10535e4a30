import assert from 'node:assert/strict';
import type { JsonObject } from '#protocol/json';
import { composeMemory } from '../support/composeMemory';
import { command, departure, type Journey, journey, planText } from '../support/journey';

const one = planText([command('a', 'a')]);
const other = planText([command('b', 'b')]);

describe('sessions', () => {
  const view = async ({ server, session_id }: Journey) => server.request('session/show', { session_id });

  it('GATE-01: begin pending, with the defaults of mode and profile', async () => {
    const { server } = await departure();
    const { id, created_at, updated_at, ...rest } = await server.request('session/create', { goal: 'g' });
    assert.match(id, /^session_[0-9a-f]{12}$/);
    assert.equal(created_at, updated_at);
    assert.deepEqual(
      { ...rest },
      {
        goal: 'g',
        mode: 'normal',
        safety_profile: 'standard',
        status: 'pending',
        plan_version: null,
        needs_replan: false,
        run_id: null,
      },
    );
  });

  it('GATE-01: refuse an unknown mode or profile, and store nothing', async () => {
    const { server } = await departure();
    for (const wrong of [{ mode: 'loud' }, { safety_profile: 'lax' }]) {
      const { error, error_code } = await server.refusal('session/create', wrong);
      assert.deepEqual([error, error_code], ['invalid', 'INPUT_INVALID'], JSON.stringify(wrong));
    }
    assert.equal((await server.request('session/list', {})).total, 1);
  });

  it('GATE-01: get the profile of the policy files when nobody names one; a workspace only tightens', async () => {
    const profileOf = async (user: string | undefined, workspace: string, asked: JsonObject = {}) => {
      const files = { 'holdpoint.policy.yaml': `schema: policy/1\nprofile: ${workspace}\n` };
      const policy = user === undefined ? {} : { policy: `schema: policy/1\nprofile: ${user}\n` };
      return (await composeMemory({ files, ...policy }).request('session/create', asked)).safety_profile;
    };
    assert.equal(await profileOf(undefined, 'ci'), 'ci');
    assert.equal(await profileOf(undefined, 'dev'), 'standard');
    assert.equal(await profileOf('dev', 'dev'), 'dev');
    assert.equal(await profileOf('ci', 'standard'), 'ci');
    assert.equal(await profileOf(undefined, 'ci', { safety_profile: 'strict' }), 'strict');
    assert.equal(await profileOf(undefined, 'standard', { safety_profile: 'dev' }), 'dev');
    await assert.rejects(profileOf(undefined, 'ci', { safety_profile: 'dev' }), { code: 'POLICY_INVALID' });
  });

  it('GATE-01: are listed newest first, and are gone once deleted while the chain verifies', async () => {
    const made = await journey(one);
    await made.start();
    await made.reach('succeeded');
    const { server, session_id } = made;
    await server.clock.advance(1);
    const { id } = await server.request('session/create', {});
    assert.deepEqual(
      (await server.request('session/list', {})).items.map((item) => item.id),
      [id, session_id],
    );
    const { deleted } = await server.request('session/delete', { session_id });
    assert.equal(deleted['runs'], 1);
    assert.ok((deleted['events'] ?? 0) > 5);
    assert.equal((await server.refusal('session/show', { session_id })).error_code, 'NOT_FOUND');
    assert.equal((await server.refusal('run/show', { run_id: made.run_id })).error_code, 'NOT_FOUND');
    const { ok, tombstones } = await server.request('audit/verify', {});
    assert.deepEqual([ok, tombstones > 0], [true, true]);
    assert.equal((await server.context.ports.store.events({ types: ['session.deleted'] })).total, 1);
  });

  it('GATE-01: answer the same computed status at each stage of their way', async () => {
    const made = await departure({ profile: 'standard' });
    const stages = [(await view(made)).status];
    const { server, session_id } = made;
    await server.request('plan/import', { session_id, text: one, file_name: 'plan.json' });
    stages.push((await view(made)).status);
    await server.request('plan/approve', { session_id, version: 1 });
    stages.push((await view(made)).status);
    await made.start();
    await made.request('a');
    await made.reach('awaiting_approval');
    stages.push((await view(made)).status);
    await made.grant('a');
    await made.reach('succeeded');
    stages.push((await view(made)).status);
    await server.request('session/stop', { session_id });
    stages.push((await view(made)).status);
    assert.deepEqual(stages, [
      'pending',
      'awaiting_plan_approval',
      'awaiting_step_approval',
      'awaiting_step_approval',
      'succeeded',
      'cancelled',
    ]);
  });

  it('GATE-30: are explained with the next command at each stage', async () => {
    const made = await departure({ profile: 'standard' });
    const { server, session_id } = made;
    const explain = () => server.request('session/explain', { session_id });
    const asked: (string | null)[] = [(await explain()).next_command];
    await server.request('plan/import', { session_id, text: one, file_name: 'plan.json' });
    asked.push((await explain()).next_command);
    await server.request('plan/approve', { session_id, version: 1 });
    asked.push((await explain()).next_command);
    await made.start();
    await made.request('a');
    await made.reach('awaiting_approval');
    const waiting = await explain();
    assert.deepEqual(
      [waiting.pending_step_id, waiting.pending_step_status, waiting.plan_version, waiting.plan_title],
      ['a', 'awaiting_approval', 1, 'A plan'],
    );
    asked.push(waiting.next_command);
    await server.request('session/stop', { session_id });
    asked.push((await explain()).next_command);
    assert.match(asked[0] ?? '', /^holdpoint plan import /);
    assert.match(asked[1] ?? '', /^holdpoint plan approve .* 1$/);
    assert.equal(asked[2], `holdpoint run --resume ${session_id}`);
    assert.match(asked[3] ?? '', /^holdpoint approvals /);
    assert.equal(asked[4], null);
  });

  it('GATE-30: are explained with how to ask anew once a request has expired', async () => {
    const hour = planText([command('a', 'a')], { policy: { approvals: { expires: '1h' } } });
    const made = await departure({ profile: 'standard' });
    const { server, session_id } = made;
    await made.approve(hour);
    await made.start();
    await made.request('a');
    const { trace_id } = await made.reach('awaiting_approval');
    const explain = async () => (await server.request('session/explain', { session_id })).next_command;
    assert.equal(await explain(), 'holdpoint approvals list');
    await server.clock.advance(3_600_000);
    assert.equal(await explain(), `holdpoint run --resume ${trace_id}`);
    await server.request('run/resume', { run_id: made.run_id });
    await made.request('a');
    assert.equal(await explain(), 'holdpoint approvals list');
  });
});

describe('a session that is stepped through by hand', () => {
  it('GATE-30: is explained with the very step that comes next', async () => {
    const two = planText([command('b', 'b'), command('a', 'a', { needs: ['b'] })]);
    const { server, session_id } = await departure();
    const explain = async () => {
      const { next_command, pending_step_id, pending_step_status } = await server.request('session/explain', {
        session_id,
      });
      return [next_command, pending_step_id, pending_step_status];
    };
    await server.request('plan/import', { session_id, text: two, file_name: 'plan.json' });
    await server.request('plan/approve', { session_id, version: 1 });
    assert.deepEqual(await explain(), [`holdpoint run --resume ${session_id}`, 'b', 'pending']);
    await server.request('step/execute', { session_id, step_id: 'b' });
    assert.deepEqual(await explain(), [`holdpoint step execute ${session_id} a`, 'a', 'ready']);
  });
});

describe('plans of a session', () => {
  const importing = ({ server, session_id }: Journey, text: string, more: JsonObject = {}) =>
    server.request('plan/import', { session_id, text, file_name: 'plan.json', ...more });

  it('GATE-02: get the next version; equal content again changes nothing', async () => {
    const made = await departure({ profile: 'standard' });
    const first = await importing(made, one);
    assert.deepEqual([first.version, first.created, first.status], [1, true, 'validated']);
    const before = (await made.events()).length;
    const again = await importing(made, one);
    assert.deepEqual([again.version, again.created, again.hash], [1, false, first.hash]);
    assert.equal((await made.events()).length, before);
    assert.equal((await importing(made, one, { version: 1 })).created, false);
    const { error_code, details } = await made.server.refusal('plan/import', {
      ...{ session_id: made.session_id, text: one, file_name: 'plan.json', version: 5 },
    });
    assert.deepEqual([error_code, details?.['expected']], ['STATE_CONFLICT', 2]);
    assert.equal((await importing(made, other, { version: 2 })).version, 2);
  });

  it('GATE-02: are refused under another version than the next, which is named', async () => {
    const made = await departure();
    const { server, session_id } = made;
    await importing(made, one);
    for (const version of [1, 3]) {
      const body = await server.refusal('plan/import', { session_id, text: other, version });
      assert.deepEqual([body.error_code, body.details?.['expected']], ['STATE_CONFLICT', 2]);
    }
    assert.equal((await server.request('plan/list', { session_id })).total, 1);
  });

  for (const [what, steps, code] of [
    ['a duplicate id', [command('a', 'a'), command('a', 'b')], 'DUPLICATE_ID'],
    ['an unknown tool', [{ id: 'a', uses: 'rocket.launch' }], 'UNKNOWN_TOOL'],
  ] as const) {
    it(`GATE-02: with ${what} are invalid and nothing is stored`, async () => {
      const made = await departure();
      const { server, session_id } = made;
      const before = (await made.events()).length;
      const body = await server.refusal('plan/import', { session_id, text: planText(steps) });
      assert.equal(body.error_code, 'PLAN_INVALID');
      const errors = body.details?.['errors'] as { code: string }[];
      assert.ok(errors.some((error) => error.code === code));
      assert.equal((await server.request('plan/list', { session_id })).total, 0);
      assert.equal((await made.events()).length, before);
    });
  }

  it('GATE-02: cannot change their steps under an approved version', async () => {
    const made = await journey(one, { profile: 'standard' });
    const { server, session_id } = made;
    const body = await server.refusal('plan/import', { session_id, text: other, version: 1 });
    assert.equal(body.error_code, 'STATE_CONFLICT');
    const shown = await server.request('plan/show', { session_id, version: 1 });
    assert.equal(shown.status, 'approved');
    assert.deepEqual(
      (shown.plan['steps'] as { id: string }[]).map(({ id }) => id),
      ['a'],
    );
  });

  it('GATE-04: are approved once, however often it is said; the actor is who asked, not the label', async () => {
    const made = await departure({ profile: 'standard' });
    const { server, session_id } = made;
    await importing(made, one);
    const params = { session_id, version: 1, approved_by: 'somebody else', source: 'api' };
    const first = await server.request('plan/approve', params, { actor: 'user:ann', source: 'http' });
    assert.deepEqual(first, { session_id, version: 1, approved: true });
    const before = (await made.events()).length;
    assert.deepEqual(await server.request('plan/approve', params), first);
    assert.equal((await made.events()).length, before);
    const [event, ...more] = await made.events('plan_approved');
    assert.deepEqual([event?.actor, event?.source, more.length], ['user:ann', 'http', 0]);
  });

  it('GATE-04: cannot be approved or imported once the session was stopped', async () => {
    const made = await departure();
    const { server, session_id } = made;
    await importing(made, one);
    await server.request('session/stop', { session_id });
    const approving = await server.refusal('plan/approve', { session_id, version: 1 });
    assert.equal(approving.error_code, 'STATE_CONFLICT');
    const more = await server.refusal('plan/import', { session_id, text: other });
    assert.equal(more.error_code, 'STATE_CONFLICT');
    assert.equal((await server.request('session/show', { session_id })).status, 'cancelled');
  });

  it('GATE-04: approved again after a failure leave the session in need of a new plan', async () => {
    const made = await journey(one, { program: () => ({ exitCode: 1 }) });
    await made.start();
    await made.reach('failed');
    const { server, session_id } = made;
    await server.request('plan/approve', { session_id, version: 1 });
    const { status, needs_replan } = await server.request('session/show', { session_id });
    assert.deepEqual([status, needs_replan], ['failed', true]);
  });
});
