import assert from 'node:assert/strict';
import type { JsonObject } from '#protocol/json';
import { command, type Journey, journey, planText, programsRun } from '../support/journey';

const failing = {
  program: ({ argv }: { argv: readonly string[] }) => ({ exitCode: argv[0] === 'bad' ? 1 : 0 }),
};

async function ended(text: string, status: 'failed' | 'succeeded' | 'denied'): Promise<Journey> {
  const made = await journey(text, failing);
  await made.start();
  await made.reach(status);
  return made;
}

const reliability = (given: JsonObject): JsonObject => ({ policy: { reliability: given } });

describe('what follows a failure', () => {
  it('FLOW-07: stop with fail_fast starts nothing more', async () => {
    const text = planText([command('a', 'bad'), command('b', 'b', { needs: ['a'] }), command('c', 'c')]);
    const made = await ended(text, 'failed');
    assert.deepEqual(await made.statuses(), { a: 'failed', b: 'skipped', c: 'skipped' });
    assert.deepEqual(programsRun(made.server), ['bad']);
    assert.equal((await made.run()).end_reason?.code, 'step_failed');
  });

  it('FLOW-07: stop without fail_fast lets independent branches finish; the run failed', async () => {
    const steps = [command('a', 'bad'), command('b', 'b', { needs: ['a'] }), command('c', 'c')];
    const made = await ended(planText(steps, reliability({ fail_fast: false })), 'failed');
    assert.deepEqual(await made.statuses(), { a: 'failed', b: 'skipped', c: 'succeeded' });
  });

  it('FLOW-07: stop with fail_fast cancels what runs beside it', async () => {
    const made = await journey(planText([command('slow', 'slow'), command('a', 'bad')]), {
      program: async ({ argv, signal }) => {
        if (argv[0] === 'bad') {
          return { exitCode: 1 };
        }
        await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
        return { hangs: true };
      },
    });
    await made.start({ policy: { limits: { max_concurrency: 2 } } });
    await made.reach('failed');
    assert.deepEqual(await made.statuses(), { slow: 'cancelled', a: 'failed' });
    assert.equal((await made.run()).end_reason?.message.includes('cancelled'), false);
  });

  it('FLOW-07: continue gives the dependants the failed input as payload and ends well', async () => {
    const steps = [
      { id: 'a', uses: 'shell.run', with: { argv: ['bad', 'x'] }, on_error: 'continue' },
      { id: 'b', uses: 'shell.run', needs: ['a'], with: { argv: ['b', '${payload.argv[1]}'] } },
    ];
    const made = await ended(planText(steps), 'succeeded');
    assert.deepEqual(programsRun(made.server), ['bad x', 'b x']);
    assert.deepEqual(
      (await made.payloads('step.error_handled')).map(({ action }) => action),
      ['continue'],
    );
    const [span] = await made.spans('holdpoint.step a');
    assert.deepEqual([span?.status, span?.attributes['handled_error']], ['ERROR', true]);
    const { items } = await made.server.request('trace/list', { status: 'ERROR' });
    assert.deepEqual(
      items.map(({ run_id }) => run_id),
      [made.run_id],
      'FLOW-07: the status finds it',
    );
  });

  it('FLOW-07: goto queues its target first, with the failed input; others wait behind it', async () => {
    const steps = [
      {
        id: 'a',
        uses: 'shell.run',
        with: { argv: ['bad', 'x'] },
        on_error: { action: 'goto', target: 'mend' },
      },
      command('later', 'later'),
      { id: 'mend', uses: 'shell.run', needs: ['a'], with: { argv: ['mend', '${payload.argv[1]}'] } },
    ];
    const made = await ended(planText(steps), 'succeeded');
    assert.deepEqual(programsRun(made.server), ['bad x', 'mend x', 'later']);
    const [handled] = await made.payloads('step.error_handled');
    assert.deepEqual([handled?.['action'], handled?.['target']], ['goto', 'mend']);
  });

  it('FLOW-07: a goto that never ends is stopped by max_visits', async () => {
    const to = (target: string) => ({ on_error: { action: 'goto', target } });
    const steps = [command('a', 'bad', to('b')), command('b', 'bad', { needs: ['a'], ...to('a') })];
    const made = await ended(planText(steps, { policy: { limits: { max_visits: 3 } } }), 'failed');
    assert.equal((await made.run()).end_reason?.code, 'max_visits_reached');
    assert.equal(programsRun(made.server).length, 6);
  });

  it('FLOW-07: a goto to no step is BAD_GOTO and nothing is stored', async () => {
    const made = await journey(planText([command('z', 'z')]));
    const text = planText([command('a', 'a', { on_error: { action: 'goto', target: 'nowhere' } })]);
    const body = await made.server.refusal('plan/import', { session_id: made.session_id, text });
    assert.match(JSON.stringify(body.details), /BAD_GOTO/);
  });

  it('FLOW-01, FLOW-07: a goto of a run or of a policy file to no step of the plan starts nothing', async () => {
    const on_error = { action: 'goto', target: 'goood' };
    const steps = planText([command('a', 'bad'), command('good', 'good')]);
    const made = await journey(steps, failing);
    const given = { session_id: made.session_id, policy: { on_error } };
    const body = await made.server.refusal('run/start', given);
    const said = "There is no step 'goood'; did you mean 'good'?";
    assert.deepEqual(
      [body.error_code, body.message],
      ['POLICY_INVALID', `Invalid policy override: /on_error/target: ${said}`],
    );
    const policy = 'schema: policy/1\nreliability:\n  on_error: {action: goto, target: goood}\n';
    const filed = await journey(steps, { ...failing, policy });
    const refused = await filed.server.refusal('run/start', { session_id: filed.session_id });
    assert.equal(refused.message, `policy is invalid, nothing runs: 3:1 user/policy.yaml: ${said}`);
    assert.deepEqual([...programsRun(made.server), ...programsRun(filed.server)], []);
    await made.start({ policy: { on_error: { ...on_error, target: 'good' } } });
    await made.reach('succeeded');
    assert.deepEqual(programsRun(made.server), ['bad', 'good']);
  });

  it('FLOW-07: a goto that a policy file lets lead nowhere while the run is under way stops it', async () => {
    let policy = 'schema: policy/1\n';
    const lost = `${policy}reliability: {on_error: {action: goto, target: nowhere}}\n`;
    const made = await journey(planText([command('a', 'bad'), command('b', 'b')]), {
      program: () => {
        policy = lost;
        return { exitCode: 1 };
      },
    });
    const { settings } = made.server.context.ports;
    Object.assign(settings, { userPolicy: async () => ({ file: 'user/policy.yaml', text: policy }) });
    await made.start();
    await made.reach('failed');
    assert.deepEqual(await made.statuses(), { a: 'failed', b: 'skipped' });
  });

  for (const onError of ['stop', 'continue'] as const) {
    it(`FLOW-09: one failure under ${onError} is exactly one error event`, async () => {
      const made = await journey(planText([command('a', 'bad', { retry: 2, on_error: onError })]), failing);
      await made.start();
      await made.reach(onError === 'stop' ? 'failed' : 'succeeded');
      const errors = (await made.events()).filter(({ level }) => level === 'error');
      assert.deepEqual(
        errors.map(({ type, step_id }) => [type, step_id]),
        [['step.failed', 'a']],
      );
    });
  }

  it('FLOW-09: the spans of a failed step and run say what failed and how', async () => {
    const made = await journey(
      planText([{ id: 'a', uses: 'shell.run', with: { argv: ['bad', 'word '.repeat(100)] } }]),
      failing,
    );
    await made.start();
    await made.reach('failed');
    const [step] = await made.spans('holdpoint.step a');
    const [run] = await made.spans('invoke_workflow A plan');
    for (const span of [step, run]) {
      assert.equal(span?.status, 'ERROR');
      assert.equal(span?.attributes['failed_node'], 'a');
      assert.equal(span?.attributes['failure_type'], 'exit_code');
      assert.equal(typeof span?.attributes['failure_summary'], 'string');
    }
    assert.deepEqual([step?.attributes['node_id'], step?.attributes['node_type']], ['a', 'shell.run']);
    const preview = String(step?.attributes['input_preview']);
    assert.deepEqual([preview.length, preview.endsWith('...')], [203, true]);
  });

  it('GATE-03: a verify rule that does not hold ends the run as check_failed', async () => {
    const made = await ended(
      planText([command('a', 'a', { verify: [{ type: 'regex', expr: 'never' }] })]),
      'failed',
    );
    assert.equal((await made.run()).end_reason?.code, 'check_failed');
    assert.equal((await made.events('check.failed')).length, 1);
  });

  it('GATE-03: a done condition of the plan that does not hold ends the run as check_failed', async () => {
    const checks = [{ name: 'done', type: 'artifact_exists', expr: 'missing.txt' }];
    const made = await ended(planText([command('a', 'a')], { checks }), 'failed');
    assert.equal((await made.run()).end_reason?.code, 'check_failed');
  });

  it('stop_on_deny: false goes on without the denied step; its dependants are skipped', async () => {
    const steps = [command('a', 'sudo'), command('b', 'b', { needs: ['a'] }), command('c', 'c')];
    const made = await journey(planText(steps), failing);
    await made.start({ policy: { permissions: { stop_on_deny: false } } });
    await made.reach('succeeded').catch(() => undefined);
    assert.deepEqual(await made.statuses(), { a: 'denied', b: 'skipped', c: 'succeeded' });
    assert.deepEqual(programsRun(made.server), ['c']);
  });
});
