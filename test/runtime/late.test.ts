import assert from 'node:assert/strict';
import { command, journey, planText } from '../support/journey';

describe('a tool that does not stop', () => {
  it('FLOW-08: is given up soon after its time is over, and what it says later is dropped', async () => {
    let answer: (value: object) => void = () => undefined;
    const made = await journey(
      planText([command('stuck', 'stuck', { timeout: '1s' }), command('next', 'b')]),
      {
        program: ({ argv }) =>
          argv[0] === 'stuck' ? new Promise((resolve) => (answer = resolve)) : { exitCode: 0 },
      },
    );
    await made.start();
    await made.server.clock.advance(1_000);
    await made.server.clock.advance(5_000);
    const run = await made.reach('failed');
    assert.deepEqual(run.end_reason, { code: 'timeout', message: "Node 'stuck' timed out after 1 seconds" });
    answer({ exitCode: 0 });
    assert.deepEqual(await made.statuses(), { stuck: 'timed_out', next: 'skipped' });
  });
});
