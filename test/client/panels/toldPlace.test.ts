import assert from 'node:assert/strict';
import { toldPlace } from '../../../client/src/panels/plan/boardSteps';

describe('the places of rules that a view may have opened', () => {
  const told = ['holdpoint.policy.yaml:3 (workspace)', '/home/ann/policy.yaml:7 (user)', 'default'];

  it('are those that it was told of', () => {
    assert.deepEqual(toldPlace(told, 'holdpoint.policy.yaml:3 (workspace)'), {
      file: 'holdpoint.policy.yaml',
      line: 3,
      layer: 'workspace',
    });
  });

  it('are no others, whatever it names', () => {
    for (const named of ['/etc/passwd:1 (user)', '../../x:1 (workspace)', 'default', '']) {
      assert.equal(toldPlace(told, named), null, named);
    }
  });
});
