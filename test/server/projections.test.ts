import assert from 'node:assert/strict';
import { command, journey, planText } from '../support/journey';

interface Log {
  readonly message: string;
  readonly phase: string;
  readonly final_commands: readonly unknown[];
  readonly allowlist_summary: Readonly<Record<string, number>>;
  readonly execution: {
    readonly command_results: readonly Readonly<Record<string, unknown>>[];
    readonly execution_summary: unknown;
  };
}

describe('the files of a run that was carried out', () => {
  it('OPS-09: tell the commands of each step with exit code and output, redacted and then cut', async () => {
    const made = await journey(planText([command('a', 'make'), command('b', 'ship', { needs: ['a'] })]), {
      secrets: { PASSWORD: 'hunter2-secret' },
      program: ({ argv }) =>
        argv[0] === 'make' ? { stdout: `hunter2-secret ${'words '.repeat(1000)}` } : { exitCode: 3 },
    });
    await made.start();
    await made.reach('failed');
    const answer = await made.server.request('projection/show', { run_id: made.run_id });
    const [a, b] = answer.step_logs as unknown as readonly Log[];
    assert.deepEqual(a?.final_commands, [{ argv: ['make'], cwd: '.' }]);
    assert.equal(a?.allowlist_summary['deny'], 0);
    const [result] = a?.execution.command_results ?? [];
    assert.deepEqual([result?.['success'], result?.['exit_code'], result?.['attempt']], [true, 0, 1]);
    assert.match(String(result?.['stdout']), /^\*{3}REDACTED\*{3} (?:words ){300,}/);
    assert.equal(String(result?.['stdout']).length, 2000);
    assert.deepEqual(b?.execution.execution_summary, {
      executed_count: 1,
      denied_count: 0,
      timeout_count: 0,
      failed_count: 1,
    });
    assert.equal(answer.phase_state['next_instruction_id'], 'b');
    assert.doesNotMatch(JSON.stringify(answer), /hunter2/);
  });

  it('OPS-08: count a denied step, with what policy said', async () => {
    const made = await journey(planText([command('a', 'make')]), {
      policy: 'schema: policy/1\npermissions: {deny_if_contains: [make]}\n',
    });
    await made.start();
    await made.reach('denied');
    const { step_logs, phase_summary } = await made.server.request('projection/show', {
      run_id: made.run_id,
    });
    assert.deepEqual([phase_summary['current_phase'], phase_summary['denied_count']], ['deny', 1]);
    const [log] = step_logs as unknown as readonly Log[];
    assert.equal(log?.phase, 'deny');
    assert.deepEqual(
      log?.execution.command_results.map(({ denied, attempt }) => [denied, attempt]),
      [[true, null]],
    );
    assert.match(JSON.stringify(phase_summary['denied_steps']), /make/);
  });
});

describe('faults of tracers', () => {
  it('FLOW-24: show in the status with their count and in the record of their run', async () => {
    const made = await journey(planText([command('a', 'make')]));
    await made.start();
    await made.reach('succeeded');
    const before = await made.server.request('server/status', {});
    assert.deepEqual([before.status, before.tracer_faults], ['ok', 0]);
    const fault = { run_id: made.run_id, tracer: 'console', faults: 2 } as const;
    assert.deepEqual(await made.server.request('tracer/report', fault), { tracer_faults: 2 });
    await made.server.request('tracer/report', { ...fault, faults: 1 });
    const after = await made.server.request('server/status', {});
    assert.deepEqual([after.status, after.tracer_faults], ['degraded', 3]);
    assert.deepEqual(await made.payloads('resource.warning'), [
      { tracer: 'console', faults: 2 },
      { tracer: 'console', faults: 1 },
    ]);
    assert.equal((await made.run()).status, 'succeeded');
  });

  it('FLOW-24: of a run that there is not are refused and not counted', async () => {
    const made = await journey(planText([command('a', 'make')]));
    const params = { run_id: 'run-20260101-000000-ffffff', tracer: 'console', faults: 1 };
    assert.equal((await made.server.refusal('tracer/report', params)).error_code, 'NOT_FOUND');
    assert.equal((await made.server.request('server/status', {})).tracer_faults, 0);
  });
});
