import assert from 'node:assert/strict';
import { command, journey, planText, programsRun } from '../support/journey';

describe('a tool that is disabled', () => {
  it('GATE-12: is refused as DENIED where its step would start, takes up no attempt, and runs nothing', async () => {
    const made = await journey(planText([command('a', 'tool')]));
    (made.server.context.disabledTools as Set<string>).add('shell.run');
    await made.start();
    const run = await made.reach('denied');
    const [step] = run.steps;
    assert.deepEqual(
      [run.status, step?.status, step?.error?.code, step?.attempts],
      ['denied', 'denied', 'DENIED', 0],
    );
    assert.deepEqual(programsRun(made.server), []);
    const { enabled } = await made.server.request('tool/permissions', { tool_name: 'shell.run' });
    assert.equal(enabled, false);
  });
});
