import assert from 'node:assert/strict';
import type { StepRunRow } from '#protocol/rows';
import { cutTexts } from '../../../server/src/core/report/projection/cutTexts';
import { runProjection } from '../../../server/src/core/report/projection/runProjection';
import type { RunHistory } from '../../../server/src/core/report/runHistory';
import { failedHistory, goodHistory, waitingHistory } from './sampleHistory';

const keys = [
  ...['phase', 'step_num', 'timestamp', 'done', 'done_reason', 'error', 'message', 'stopped'],
  ...['is_experimental', 's5_flag', 'job_loop_enabled', 'job_name', 'job_index', 'job_payload'],
  ...['job_payload_present', 'job_payload_size', 'models_used', 'prompts_used', 'final_commands'],
  ...['allowlist_summary', 'draft', 'review', 'final', 'draft_raw', 'review_raw', 'final_raw', 'execution'],
  ...['next_phase_name', 'next_phase_done_condition', 'next_instruction_id', 'next_instruction_summary'],
  ...['next_instruction_inputs', 'next_instruction_expected_outputs'],
];

/** The sample run with other ends of its run and steps. */
function history(run: Partial<RunHistory['run']>, ...steps: readonly Partial<StepRunRow>[]): RunHistory {
  const base = failedHistory();
  return {
    ...base,
    run: { ...base.run, ...run },
    steps: base.steps.map((row, index) => ({ ...row, ...steps[index] })),
  };
}

describe('the files of a run', () => {
  it('OPS-09: hold every key in every step log, in one order', () => {
    for (const made of [failedHistory(), goodHistory(), history({ status: 'denied', end_code: 'deny' })]) {
      const { step_logs } = runProjection(made);
      assert.equal(step_logs.length, 3);
      for (const log of step_logs) {
        assert.deepEqual(Object.keys(log), keys);
      }
    }
  });

  it('OPS-15: mark the step because of which the run halted, and no other', () => {
    const { step_logs, phase_summary } = runProjection(failedHistory());
    assert.deepEqual(
      step_logs.map(({ message, phase, stopped }) => [message, phase, stopped]),
      [
        ['step lint (shell.run) succeeded', 'execute', false],
        ['step ship (shell.run) skipped', 'execute', false],
        ['step build (shell.run) failed: exit code 1', 'failed', true],
      ],
    );
    const { success_count, fail_count, stopped_count, skipped_count, stopped_steps } = phase_summary;
    assert.deepEqual([success_count, fail_count, stopped_count, skipped_count], [1, 1, 1, 1]);
    assert.deepEqual(stopped_steps, [{ step_num: 3, phase: 'failed', reason: 'step_failed: exit code 1' }]);
    assert.deepEqual(phase_summary.skipped_steps, [{ step_num: 2, skip_reason: 'run_ended' }]);
  });

  it('OPS-15: count no success for a step that stopped the run although it did its work', () => {
    const stopped = history({}, { stopped: 1 }, { stopped: 0 });
    const { success_count, stopped_count } = runProjection(stopped).phase_summary;
    assert.deepEqual([success_count, stopped_count], [0, 1]);
  });

  it('OPS-08: name the phase of each way a run can stand', () => {
    const phases = [
      [{ status: 'succeeded', end_code: 'done' }, 'done'],
      [{ status: 'denied', end_code: 'deny' }, 'deny'],
      [{ status: 'failed', end_code: 'fatal_error' }, 'fatal_error'],
      [{ status: 'failed', end_code: 'max_steps_reached' }, 'max_steps_reached'],
      [{ status: 'failed', end_code: 'step_failed' }, 'failed'],
      [{ status: 'cancelled', end_code: 'cancelled' }, 'cancelled'],
      [{ status: 'running', end_code: null, ended_at: null }, 'execute'],
      [{ status: 'awaiting_approval', end_code: null, ended_at: null }, 'awaiting_approval'],
    ] as const;
    for (const [run, phase] of phases) {
      const { phase_summary, phase_state } = runProjection(history(run));
      assert.deepEqual([phase_summary.current_phase, phase_state.current_phase], [phase, phase]);
      assert.equal(phase_summary.end_reason, run.end_code);
      assert.equal(phase_summary.job_loop.completed, false);
      assert.equal(phase_summary.previous_phase, phase === 'execute' ? null : 'execute');
    }
  });

  it('OPS-08: list denied steps and fatal errors with their reasons', () => {
    const made = history(
      { status: 'failed', end_code: 'fatal_error' },
      { status: 'denied', error_code: 'DENIED', error_message: 'rule no-deploy' },
      { error_code: 'internal', error_message: 'the tool broke' },
    );
    const { denied_count, denied_steps, fatal_error_count, fatal_error_steps } =
      runProjection(made).phase_summary;
    assert.deepEqual([denied_count, fatal_error_count], [1, 1]);
    assert.deepEqual(denied_steps, [
      { step_num: 1, reason: 'rule no-deploy', message: 'step lint (shell.run) denied: rule no-deploy' },
    ]);
    assert.deepEqual(fatal_error_steps, [{ step_num: 3, reason: 'internal', error: 'the tool broke' }]);
  });

  it('OPS-10: go on at the step that halted the run, at the first open one, and at 1 when all is done', () => {
    const place = (made: RunHistory) => {
      const { current_step, next_instruction_id, last_done } = runProjection(made).phase_state;
      return [current_step, next_instruction_id, last_done];
    };
    assert.deepEqual(place(failedHistory()), [2, 'build', false]);
    assert.deepEqual(place(goodHistory()), [1, null, true]);
    const waiting = waitingHistory({ id: 'appr_1' });
    const [first, ...rest] = waiting.steps;
    const open = rest.map((row) => ({ ...row, status: 'pending' as const, ended_at: null }));
    assert.deepEqual(place({ ...waiting, steps: [first as StepRunRow, ...open] }), [2, 'build', false]);
  });

  it('OPS-10: stand at a step that was skipped only because the run was cancelled', () => {
    const cancelled = history(
      { status: 'cancelled', end_code: 'cancelled' },
      {},
      { status: 'skipped', stopped: 0, error_code: 'run_ended', error_message: null },
    );
    assert.equal(runProjection(cancelled).phase_state.next_instruction_id, 'build');
  });

  it('OPS-09: cut texts at 2000 characters, whole ones only', () => {
    const long = `${'a'.repeat(1999)}\u{1F600}b`;
    assert.deepEqual(cutTexts({ long: [long], n: 1, nothing: null }), {
      long: ['a'.repeat(1999)],
      n: 1,
      nothing: null,
    });
    assert.equal(cutTexts('b'.repeat(2000)), 'b'.repeat(2000));
  });

  it('are the same for the same record', () => {
    assert.deepEqual(runProjection(failedHistory()), runProjection(failedHistory()));
  });
});
