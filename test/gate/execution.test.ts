import assert from 'node:assert/strict';
import type { ProcessRequest } from '../../server/src/runtime/ports';
import { command, type Journey, journey, planText, programsRun } from '../support/journey';
import { until } from '../support/until';

const required = 'plan and step approvals are required before execution';
const three = planText([
  command('a', 'a'),
  command('b', 'b', { needs: ['a'] }),
  command('c', 'c', { needs: ['b'] }),
]);

const execute = ({ server, session_id }: Journey, step_id: string) =>
  server.request('step/execute', { session_id, step_id });
const refusal = ({ server, session_id }: Journey, step_id: string) =>
  server.refusal('step/execute', { session_id, step_id });

describe('execution of single steps', () => {
  it('GATE-06: without its approval is refused in exactly these words, and nothing starts', async () => {
    const made = await journey(three, { profile: 'standard' });
    for (let turn = 0; turn < 3; turn += 1) {
      const body = await refusal(made, 'a');
      assert.deepEqual(
        [body.error, body.error_code, body.message],
        ['conflict', 'APPROVAL_REQUIRED', required],
      );
    }
    assert.deepEqual(programsRun(made.server), []);
    assert.equal((await made.events('attempt.started')).length, 0);
  });

  it('GATE-06: answers with status, run, output and artifacts', async () => {
    const made = await journey(three, { program: () => ({ stdout: 'hello' }) });
    const { run_id, output, artifacts, ...rest } = await execute(made, 'a');
    assert.deepEqual(rest, { session_id: made.session_id, step_id: 'a', status: 'succeeded', error: null });
    assert.match(run_id, /^run-\d{8}-\d{6}-[0-9a-f]{6}$/);
    assert.equal((output as { stdout: string }).stdout, 'hello');
    assert.deepEqual(artifacts, [`run_${run_id}_1_a.json`]);
  });

  it('GATE-06: a failed tool is an answer, not an error', async () => {
    const made = await journey(three, { program: () => ({ exitCode: 3, stderr: 'no' }) });
    const answer = await execute(made, 'a');
    assert.equal(answer.status, 'failed');
    assert.equal(answer.error?.code, 'exit_code');
  });

  it('GATE-06: asked for twenty times at once runs the step once, in one run', async () => {
    const made = await journey(three);
    const { server, session_id } = made;
    const ask = () =>
      server
        .request('step/execute', { session_id, step_id: 'a' })
        .then(({ status }) => status)
        .catch(({ code }: { code: string }) => code);
    const answers = await Promise.all(Array.from({ length: 20 }, ask));
    const counts = { succeeded: 0, STATE_CONFLICT: 0 } as Record<string, number>;
    for (const answer of answers) {
      counts[answer] = (counts[answer] ?? 0) + 1;
    }
    assert.deepEqual(counts, { succeeded: 1, STATE_CONFLICT: 19 });
    assert.deepEqual(programsRun(server), ['a']);
    assert.equal((await server.request('run/list', {})).total, 1);
    assert.equal((await server.context.ports.store.list('attempts')).total, 1);
  });

  it('GATE-06: a finished step is not executed again', async () => {
    const made = await journey(three);
    await execute(made, 'a');
    const body = await refusal(made, 'a');
    assert.deepEqual([body.error_code, body.details?.['status']], ['STATE_CONFLICT', 'succeeded']);
    assert.deepEqual(programsRun(made.server), ['a']);
  });

  it('GATE-06: the attempt is stored before the tool starts', async () => {
    let stored: unknown;
    const made = await journey(three, {
      program: async () => {
        stored = (await made.server.context.ports.store.list('attempts')).items.map(({ status }) => status);
        return {};
      },
    });
    await execute(made, 'a');
    assert.deepEqual(stored, ['running']);
  });

  it('GATE-06: without waiting it answers at once and the step ends by itself', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const made = await journey(three, { program: () => held.then(() => ({})) });
    const { server, session_id } = made;
    const answer = await server.request('step/execute', { session_id, step_id: 'a', wait: false });
    made.run_id = answer.run_id;
    assert.notEqual(answer.status, 'succeeded');
    release();
    await until('the step to end', async () => (await made.statuses())['a'] === 'succeeded');
    assert.deepEqual(programsRun(server), ['a']);
  });

  it('GATE-08: a step before its turn is refused, in turn each is one run', async () => {
    const made = await journey(three);
    const early = await refusal(made, 'b');
    assert.deepEqual([early.error_code, early.details?.['needs']], ['STATE_CONFLICT', ['a']]);
    for (const id of ['a', 'b', 'c']) {
      made.run_id = (await execute(made, id)).run_id;
    }
    await made.reach('succeeded');
    assert.deepEqual(programsRun(made.server), ['a', 'b', 'c']);
    assert.equal((await made.server.request('run/list', {})).total, 1);
  });

  it('GATE-08: by itself a run takes its steps in plan order, one at a time', async () => {
    const working: number[] = [];
    let now = 0;
    const made = await journey(planText(['d', 'b', 'a', 'c'].map((id) => command(id, id))), {
      program: async () => {
        now += 1;
        working.push(now);
        await Promise.resolve();
        now -= 1;
        return {};
      },
    });
    await made.start();
    await made.reach('succeeded');
    assert.deepEqual(programsRun(made.server), ['d', 'b', 'a', 'c']);
    assert.deepEqual(working, [1, 1, 1, 1]);
  });

  it('GATE-07: takes the step from the version of its run, not from the newest', async () => {
    const made = await journey(planText([command('a', 'old')]), { profile: 'standard', scope: 'remaining' });
    const { server, session_id } = made;
    const text = planText([command('a', 'new')]);
    await server.request('plan/import', { session_id, text, file_name: 'plan.json' });
    await made.start({ version: 1, stepping: 'manual' });
    await execute(made, 'a');
    assert.deepEqual(programsRun(server), ['old']);
    await made.reach('succeeded');
    await server.request('plan/approve', { session_id, version: 2, scope: 'remaining' });
    await execute(made, 'a');
    assert.deepEqual(programsRun(server), ['old', 'new']);
  });

  it('GATE-09: after a failure nothing more runs before a new plan', async () => {
    const made = await journey(three, {
      program: ({ argv }) => ({ exitCode: argv[0] === 'b' ? 1 : 0 }),
    });
    await made.start();
    await made.reach('failed');
    assert.deepEqual(await made.statuses(), { a: 'succeeded', b: 'failed', c: 'skipped' });
    assert.equal((await made.step('b')).stopped, true);
    assert.equal(await made.needsReplan(), true);
    const body = await refusal(made, 'c');
    assert.deepEqual(
      [body.error_code, body.message],
      ['NEEDS_REPLAN', 'session needs replan before execution'],
    );
    const { server, session_id } = made;
    assert.equal((await server.refusal('run/start', { session_id })).error_code, 'NEEDS_REPLAN');
    assert.deepEqual(programsRun(server), ['a', 'b']);
  });

  it('GATE-09: a stopped session executes nothing, in exactly these words', async () => {
    const made = await journey(three);
    const { server, session_id } = made;
    await server.request('session/stop', { session_id, reason: 'enough' });
    const body = await refusal(made, 'a');
    assert.deepEqual(
      [body.error_code, body.message],
      ['STATE_CONFLICT', 'session is not executable in status: cancelled'],
    );
    assert.deepEqual(programsRun(server), []);
  });

  it('GATE-11: a stop ends what runs, is final, and says who stopped and why', async () => {
    let graceMs: ProcessRequest['graceMs'];
    const made = await journey(three, {
      program: (request) => {
        ({ graceMs } = request);
        return untilAborted(request.signal);
      },
    });
    await made.start();
    await until('the program', () => programsRun(made.server).length === 1);
    const { server, session_id } = made;
    assert.equal(graceMs?.(), 2000);
    const answer = await server.request(
      'session/stop',
      { session_id, reason: 'wrong branch' },
      { actor: 'user:ann', source: 'http' },
    );
    assert.deepEqual(answer, { session_id, status: 'cancelled' });
    assert.equal(graceMs?.(), 5000);
    const run = await made.run();
    assert.deepEqual([run.status, run.end_reason?.code], ['cancelled', 'cancelled']);
    assert.deepEqual(await made.statuses(), { a: 'cancelled', b: 'skipped', c: 'skipped' });
    const [stopped] = await made.events('session_stopped');
    assert.deepEqual(
      [stopped?.actor, stopped?.source, (await made.payloads('session.stopped'))[0]?.['reason']],
      ['user:ann', 'http', 'wrong branch'],
    );
    assert.equal((await server.refusal('run/resume', { run_id: made.run_id })).error_code, 'STATE_CONFLICT');
    const text = planText([command('z', 'z')]);
    assert.equal((await server.refusal('plan/import', { session_id, text })).error_code, 'STATE_CONFLICT');
  });

  it('GATE-08: a step skipped by a person lets its dependants run', async () => {
    const made = await journey(three);
    await execute(made, 'a');
    const { server, session_id } = made;
    await server.request('step/skip', { session_id, step_id: 'b', reason: 'done by hand' });
    made.run_id = (await execute(made, 'c')).run_id;
    await made.reach('succeeded');
    assert.deepEqual(programsRun(server), ['a', 'c']);
  });
});

async function untilAborted(signal: AbortSignal) {
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  return { hangs: true };
}
