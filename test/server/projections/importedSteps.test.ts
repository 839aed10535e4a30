import assert from 'node:assert/strict';
import { composeMemory } from '../../support/composeMemory';
import { exported, failedRun } from './directories';

describe('the steps of imported runs', () => {
  it('OPS-09, §1.13: writes the step logs of an imported run as of the run itself, with commands, codes and outputs', async () => {
    const denied = { policy: { permissions: { deny_if_contains: ['build'] } } };
    const [live = [], refused = []] = await Promise.all(
      [await failedRun(), await failedRun({}, denied, 'denied')].map(async ({ server, run_id }) => {
        const files = await exported(server, run_id, 'run-dir');
        const other = composeMemory();
        await other.request('run/import', { name: run_id, files });
        const logs = await exported(server, run_id, 'step-logs');
        assert.deepEqual(await exported(other, run_id, 'step-logs'), logs);
        return Object.values(logs).map((text) => JSON.parse(text));
      }),
    );
    assert.equal(refused[1].execution.command_results[0].denied, true);
    const [, build] = live;
    assert.deepEqual(build.final_commands[0].argv, ['build']);
    assert.deepEqual(
      build.execution.command_results.map((one: Record<string, unknown>) => [
        one['exit_code'],
        one['stderr'],
      ]),
      [
        [1, ''],
        [1, ''],
        [1, 'no luck'],
      ],
    );
  });

  it('§1.13: believes nothing of a log from elsewhere that is no judged call', async () => {
    const rows = [
      { type: 'context' },
      { type: 'gate', node_id: 'a', calls: 'all' },
      {
        type: 'gate',
        node_id: 'a',
        calls: [null, { verdict: 'maybe' }, { verdict: 'deny', commands: [{ argv: 1 }, 7] }],
      },
      { type: 'graph_node', node_id: 'a', event_type: 'started' },
      {
        type: 'action',
        node_id: 'a',
        attempt: 1,
        status: 'toString',
        exit_code: '3',
        stdout: 5,
        stderr: 'oh',
      },
      { type: 'stage_checkpoint', node_id: 'a', attempt: 1, outcome: 'failed' },
    ];
    const server = composeMemory();
    const name = 'run-20250304-050607-0000ab';
    const log = rows.map((row) => JSON.stringify(row)).join('\n');
    await server.request('run/import', { name, files: { 'runlog.jsonl': log } });
    const [told] = Object.values(await exported(server, name, 'step-logs')).map((text) => JSON.parse(text));
    assert.deepEqual([told.final_commands, told.allowlist_summary.deny], [[], 1]);
    const [result] = told.execution.command_results;
    assert.deepEqual(
      [result.exit_code, result.stdout, result.stderr, result.timeout],
      [null, '', 'oh', false],
    );
  });
});
