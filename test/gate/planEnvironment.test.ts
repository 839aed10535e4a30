import assert from 'node:assert/strict';
import { command, departure, planText } from '../support/journey';

const argv = ['say', '$'.concat('{env.HIDDEN}')];
const plan = planText([command('a', 'say'), { id: 'b', uses: 'shell.run', with: { argv } }]);

describe('variables of a plan', () => {
  it('FLOW-28: that policy does not let in are warned of with their place when the plan is read', async () => {
    const { server, session_id } = await departure({});
    const { warnings } = await server.request('plan/import', { session_id, text: plan });
    const [warning] = warnings;
    assert.deepEqual([warning?.code, warning?.path], ['BAD_REFERENCE', '/steps/1/with/argv/1']);
    assert.ok((warning?.line ?? 0) > 0);
  });

  it('FLOW-28: that the policy lets in are good', async () => {
    const policy = 'schema: policy/1\npermissions:\n  env_allow: [HIDDEN]\n';
    const { server, session_id } = await departure({ policy });
    const { warnings } = await server.request('plan/import', { session_id, text: plan });
    assert.deepEqual(warnings, []);
  });
});
