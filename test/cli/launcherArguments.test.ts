import { deepStrictEqual } from 'node:assert/strict';
import { rewriteArguments } from '../../server/src/cli/rewriteArguments';

const check = (given: string, expected: string) =>
  deepStrictEqual(rewriteArguments(given.split(' ')), expected.split(' '));

describe('the launcher’s spelling', () => {
  it('takes single-dash long options', () => {
    check('checkpoint -CheckpointName before', 'checkpoint --checkpoint-name before');
    check('rollback -TargetCommit abc --yes', 'rollback --target-commit abc --yes');
  });

  it('takes -Mode for the sub-command', () => {
    check('-Mode rollback -TargetCommit abc', 'rollback --target-commit abc');
    check('--json -Mode Checkpoint -CheckpointName x', 'checkpoint --json --checkpoint-name x');
  });

  it('leaves everything else alone', () => {
    check('run plan.yaml -c {} -o x', 'run plan.yaml -c {} -o x');
  });
});
