import assert from 'node:assert/strict';
import { command, departure, planText } from '../support/journey';

const plan = planText([
  command('a', 'say'),
  { id: 'b', uses: 'shell.run', with: { argv: ['say', '$'.concat('{env.HIDDEN}')] } },
]);

describe('variables of a plan', () => {
  it('FLOW-28: that policy does not let in are bad references, with their place, before anything is stored', async () => {
    const { server, session_id } = await departure({});
    const body = await server.refusal('plan/import', { session_id, text: plan });
    assert.equal(body.error_code, 'PLAN_INVALID');
    const [problem] = (body.details as { errors: { code: string; path: string }[] }).errors;
    assert.deepEqual([problem?.code, problem?.path], ['BAD_REFERENCE', '/steps/1/with/argv/1']);
    const checked = await server.request('plan/validate', { text: plan });
    assert.equal(checked.ok, false);
  });

  it('FLOW-28: that the policy lets in are good', async () => {
    const policy = 'schema: policy/1\npermissions:\n  env_allow: [HIDDEN]\n';
    const { server, session_id } = await departure({ policy });
    const { version } = await server.request('plan/import', { session_id, text: plan });
    assert.equal(version, 1);
  });
});
