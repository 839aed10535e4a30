import assert from 'node:assert/strict';
import { failedRun } from './directories';

describe('the report of a run that failed', () => {
  it('FLOW-10: names who approved the plan before it names who approved its steps', async () => {
    const { server, run_id } = await failedRun();
    const { report } = await server.request('run/report', { run_id });
    const approvals = report?.['approvals'] as readonly Record<string, unknown>[];
    const [plan, ...steps] = approvals.map(({ subject_type, status, actor }) => ({
      subject_type,
      status,
      actor,
    }));
    assert.deepEqual(plan, { subject_type: 'plan', status: 'granted', actor: 'policy:dev' });
    assert.ok(steps.length > 0 && steps.every(({ subject_type }) => subject_type === 'step'));
  });

  it('FLOW-10: shows on its page what the step printed that failed', async () => {
    const { server, run_id } = await failedRun();
    const { text } = await server.request('run/report', { run_id, format: 'html' });
    assert.match(text, /What it printed last<\/h3><pre>no luck<\/pre>/);
  });
});
