import assert from 'node:assert/strict';
import { command, type Journey, journey, planText, programsRun } from '../support/journey';

const exponential = {
  reliability: { retry: { max_attempts: 4, delay: '500ms', mode: 'exponential', max_delay: '60s' } },
};

async function waits(made: Journey): Promise<unknown[]> {
  return (await made.events('attempt.retry')).map(
    ({ payload }) => (payload as { delay_ms: number }).delay_ms,
  );
}

describe('retries', () => {
  it('FLOW-06: waits 0.5, 1 and 2 seconds by a clock that only the test moves', async () => {
    const made = await journey(planText([command('flaky', 'flaky')], { policy: exponential }), {
      program: () => ({ exitCode: 1 }),
    });
    await made.start();
    await made.server.clock.advance(0);
    const seen: number[] = [];
    for (const ms of [500, 1000, 2000]) {
      seen.push(programsRun(made.server).length);
      await made.server.clock.advance(ms - 1);
      seen.push(programsRun(made.server).length);
      await made.server.clock.advance(1);
    }
    await made.reach('failed');
    assert.deepEqual(seen, [1, 1, 2, 2, 3, 3]);
    assert.equal(programsRun(made.server).length, 4);
    assert.deepEqual(await waits(made), [500, 1000, 2000]);
  });

  it('FLOW-06: tells each retry once, as a warning with node, attempt and delay', async () => {
    const made = await journey(planText([command('flaky', 'flaky', { retry: 1 })]), {
      program: () => ({ exitCode: 1 }),
    });
    await made.start();
    await made.reach('failed');
    const [retry, ...others] = await made.events('node.retry');
    assert.deepEqual(others, []);
    assert.equal(retry?.level, 'warning');
    const [{ node_id, attempt, delay_ms } = {}] = await made.payloads('attempt.retry');
    assert.deepEqual({ node_id, attempt, delay_ms }, { node_id: 'flaky', attempt: 1, delay_ms: 0 });
  });

  it('FLOW-06: a retry that helps ends the step well, on the approval it started with', async () => {
    let tries = 0;
    const made = await journey(planText([command('flaky', 'flaky', { retry: 2, risk: 'medium' })]), {
      profile: 'standard',
      program: () => {
        tries += 1;
        return { exitCode: tries < 3 ? 1 : 0 };
      },
    });
    await made.start();
    const { approval_id } = await made.grant('flaky');
    await made.reach('succeeded');
    assert.equal((await made.step('flaky')).attempts, 3);
    assert.equal((await made.server.request('approval/show', { approval_id })).status, 'consumed');
    assert.equal((await made.events('approval.requested')).length, 2, 'one of the plan, one of the step');
  });

  it('FLOW-06: waits cancellably', async () => {
    const policy = { reliability: { retry: { max_attempts: 2, delay: '1h', max_delay: '1h' } } };
    const made = await journey(planText([command('flaky', 'flaky')], { policy }), {
      program: () => ({ exitCode: 1 }),
    });
    await made.start();
    await made.server.clock.advance(1);
    assert.deepEqual(await waits(made), [3_600_000]);
    await made.server.request('run/cancel', { run_id: made.run_id });
    assert.equal((await made.run()).status, 'cancelled');
    assert.equal(programsRun(made.server).length, 1);
  });

  for (const name of ['auth', 'policy', 'internal', 'cancelled']) {
    it(`FLOW-06: refuses ${name} in retry_on, for it is never retried`, async () => {
      const text = planText([command('a', 'a')], {
        policy: { reliability: { retry: { retry_on: [name] } } },
      });
      const made = await journey(planText([command('z', 'z')]));
      const { session_id } = made;
      const refused = await made.server.refusal('plan/import', { session_id, text, file_name: 'plan.json' });
      assert.equal(refused.error_code, 'PLAN_INVALID');
      assert.match(refused.message, new RegExp(`OUT_OF_RANGE .*${name}`));
    });
  }

  it('FLOW-06: a fault of a tool itself is not tried again', async () => {
    const made = await journey(planText([command('broken', 'broken', { retry: 3 })]), {
      program: () => Promise.reject(new Error('the port broke')),
    });
    await made.start();
    const run = await made.reach('failed');
    assert.equal(run.end_reason?.code, 'fatal_error');
    assert.equal((await made.step('broken')).attempts, 1);
  });

  it('FLOW-06: a denied step is not tried again and takes up no attempt', async () => {
    const made = await journey(planText([command('root', 'sudo', { retry: 3 })]));
    await made.start();
    await made.reach('denied');
    assert.equal((await made.step('root')).attempts, 0);
    assert.equal((await made.events('attempt.started')).length, 0);
    assert.deepEqual(programsRun(made.server), []);
  });
});

describe('time limits of steps', () => {
  it('FLOW-08: end a step as timed out, with the exact message, and mark its spans', async () => {
    const made = await journey(planText([command('slow', 'slow', { timeout: '200ms' })]), {
      program: () => ({ hangs: true }),
    });
    await made.start();
    const run = await made.reach('failed');
    assert.equal(run.end_reason?.code, 'timeout');
    const step = await made.step('slow');
    assert.equal(step.status, 'timed_out');
    assert.equal(step.error?.message, "Node 'slow' timed out after 0.2 seconds");
    for (const name of ['holdpoint.step slow', 'execute_tool shell.run']) {
      const [span] = await made.spans(name);
      assert.deepEqual(
        [span?.timeout, span?.attributes['timeout'], span?.status],
        [true, true, 'ERROR'],
        name,
      );
    }
  });
});
