import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Caller } from '#protocol/methods';
import { baseUrl } from '../support/baseUrl';
import { holdpoint } from '../support/holdpointCli';
import { planText } from '../support/planRun';
import { type AttackScene, attackScene } from './attackScene';

const steps = [{ id: 'work', uses: 'shell.run', with: { argv: ['touch', 'owned'] } }];

describe('attacks by whoever may propose and not approve', function () {
  this.timeout(60_000);
  let scene: AttackScene;
  let ask: (method: string, params: object) => Promise<{ status: number; body: Record<string, unknown> }>;

  before(async () => {
    scene = await attackScene();
    const role: Caller['role'] = 'operator';
    const made = await holdpoint(scene.root, 'token', 'create', '--name', 'agent', '--role', role, '--json');
    const { token } = JSON.parse(made.stdout) as { token: string };
    const url = await baseUrl(scene.server);
    ask = async (method, params) => {
      const answer = await fetch(`${url}/api/v1/methods/${method}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(params),
      });
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
    };
  });
  after(async () => await scene.end());

  const refused = async (method: string, params: object, said: RegExp) => {
    const { status, body } = await ask(method, params);
    assert.deepEqual([status, body['error_code']], [403, 'FORBIDDEN'], JSON.stringify(body));
    assert.match(String(body['message']), said);
  };

  it('GATE-35, §1.5: makes no session in which nobody is asked', async () => {
    await refused('session/create', { safety_profile: 'dev' }, /dev asks people less than standard/);
    for (const safety_profile of [undefined, 'standard', 'ci', 'strict']) {
      assert.equal((await ask('session/create', { safety_profile })).status, 200, safety_profile);
    }
  });

  it('GATE-35, §1.5: starts no run of an approved plan in which nobody is asked any more', async () => {
    const { id: session_id } = await scene.peer.request('session/create', { safety_profile: 'standard' });
    await scene.peer.request('plan/import', { session_id, text: planText(steps), file_name: 'plan.json' });
    await scene.peer.request('plan/approve', { session_id, version: 1 });
    await refused('run/start', { session_id, profile: 'dev' }, /dev asks people less than standard/);
    const policy = { approvals: { steps: 'auto' }, permissions: { default: 'allow' } };
    await refused('run/start', { session_id, policy }, /a policy for one run needs the role approver/);
    const { status, body } = await ask('run/start', { session_id, confirm_high_risk: true });
    assert.equal(status, 200, JSON.stringify(body));
    const { run_id } = body as { run_id: string };
    await scene.peer.request('run/wait', { run_id, timeout_ms: 20_000 });
    assert.equal((await scene.peer.request('run/show', { run_id })).status, 'awaiting_approval');
    assert.equal(existsSync(join(scene.root, 'owned')), false);
    await scene.peer.request('run/cancel', { run_id });
  });
});
