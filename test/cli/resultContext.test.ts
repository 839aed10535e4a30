import { deepStrictEqual } from 'node:assert/strict';
import type { Result } from '#protocol/methods';
import {
  failureContext,
  failureDocument,
  resultContext,
} from '../../server/src/cli/run/output/resultContext';
import { run, step } from '../client/sidePanel/samples';

type ShownRun = Result<'run/show'>;

const end = { code: 'step_failed', message: 'exit code 1' };
const error = { code: 'exit_code', message: 'exit code 1' };
const failed: ShownRun = {
  ...run,
  status: 'failed',
  end_reason: end,
  inputs: {},
  steps: [
    { ...step, step_id: 'look', output: { total: 1 } },
    { ...step, step_id: 'build', status: 'failed', stopped: true, error },
    { ...step, step_id: 'ship', status: 'skipped', error: { code: 'run_ended', message: '' } },
  ],
};

const errors = [{ node_id: 'build', exception: 'exit_code', message: 'exit code 1' }];

describe('what a run leaves to whoever called it', () => {
  it('FLOW-09: names the errors, the step that failed with its kind and message, and how each step stood', () => {
    deepStrictEqual(failureContext(failed), {
      errors,
      failed_node_id: 'build',
      failed_exception_type: 'exit_code',
      failed_message: 'exit code 1',
      steps: [
        { node_id: 'look', status: 'succeeded' },
        { node_id: 'build', status: 'failed' },
        { node_id: 'ship', status: 'skipped' },
      ],
    });
    const { details } = failureDocument(failed, {} as never) as { details: Record<string, unknown> };
    deepStrictEqual(details['context'], failureContext(failed));
  });

  it('FLOW-09: names the reason of the run where no step failed', () => {
    const limit = { code: 'max_steps_reached', message: 'max_steps_reached: 1' };
    const { failed_node_id, failed_exception_type, failed_message } = failureContext({
      ...failed,
      end_reason: limit,
      steps: failed.steps.filter(({ stopped }) => !stopped),
    });
    deepStrictEqual(
      [failed_node_id, failed_exception_type, failed_message],
      [null, limit.code, limit.message],
    );
  });

  it('FLOW-25: takes no step that was skipped for an error', () => {
    const handled = {
      ...failed,
      status: 'succeeded' as const,
      end_reason: { code: 'done', message: 'done' },
    };
    deepStrictEqual(resultContext(handled)['errors'], errors);
  });
});
