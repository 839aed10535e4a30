import assert from 'node:assert/strict';
import { command, journey, planText } from '../support/journey';

describe('what a failure leaves in the record', () => {
  it('R-03: is one error event, however many tries there were', async () => {
    const retry = { max_attempts: 3, delay: '0s' };
    const made = await journey(planText([command('a', 'bad', { retry })]), {
      program: () => ({ exitCode: 1 }),
    });
    await made.start();
    await made.reach('failed');
    const events = await made.events();
    assert.equal(events.filter(({ type }) => type === 'attempt.ended').length, 3);
    assert.deepEqual(
      events.filter(({ level }) => level === 'error').map(({ type, step_id }) => [type, step_id]),
      [['step.failed', 'a']],
    );
  });

  it('R-03: is one error event and an ERROR span when it is handled', async () => {
    const steps = [command('a', 'bad', { on_error: 'continue' }), command('b', 'good', { needs: ['a'] })];
    const made = await journey(planText(steps), {
      program: ({ argv }) => ({ exitCode: argv[0] === 'bad' ? 1 : 0 }),
    });
    await made.start();
    await made.reach('succeeded');
    const errors = (await made.events()).filter(({ level }) => level === 'error');
    assert.deepEqual(
      errors.map(({ type, step_id }) => [type, step_id]),
      [['step.failed', 'a']],
    );
    const [span] = await made.spans('holdpoint.step a');
    assert.deepEqual([span?.status, span?.attributes['handled_error']], ['ERROR', true]);
  });
});

describe('the mark of a timeout', () => {
  const slow = command('slow', 'slow', { timeout: '200ms' });

  it('FLOW-23: finds exactly the spans whose time was up, by column and by attribute', async () => {
    const made = await journey(planText([command('a', 'fast'), { ...slow, needs: ['a'] }]), {
      program: ({ argv }) => (argv[0] === 'slow' ? { hangs: true } : {}),
    });
    await made.start();
    const run = await made.reach('failed');
    assert.equal(run.end_reason?.code, 'timeout');
    const { items } = await made.server.context.ports.store.list('spans', {
      where: { timeout: 1 },
      limit: null,
    });
    const marked = (await made.spans()).filter(({ attributes }) => attributes['timeout'] === true);
    assert.deepEqual(items.map(({ span_id }) => span_id).sort(), marked.map(({ span_id }) => span_id).sort());
    const parts = marked.filter(({ kind }) => kind !== 'run').map(({ name }) => name);
    assert.deepEqual(parts.sort(), ['execute_tool shell.run', 'holdpoint.step slow']);
    assert.equal(marked.filter(({ kind }) => kind === 'run').length, 1);
  });

  it('FLOW-23: is on no span of a run that had time enough', async () => {
    const made = await journey(planText([command('a', 'fast')]));
    await made.start();
    await made.reach('succeeded');
    const { total } = await made.server.context.ports.store.list('spans', { where: { timeout: 1 } });
    assert.equal(total, 0);
    assert.equal((await made.spans()).filter(({ attributes }) => 'timeout' in attributes).length, 0);
  });
});
