import assert from 'node:assert/strict';
import { command, departure, planText } from '../support/journey';

const hourMs = 3_600_000;
const operator = { actor: 'agent:x', source: 'mcp', role: 'operator' } as const;

describe('requests to approve a plan', () => {
  const imported = async () => {
    const made = await departure({ profile: 'standard' });
    const text = planText([command('a', 'a')], { policy: { approvals: { expires: '1h' } } });
    const { session_id, server } = made;
    await server.request('plan/import', { session_id, text, file_name: 'plan.json' });
    return { ...made, target: { session_id, version: 1 } };
  };

  it('GATE-35: wait once, however often they are asked for', async () => {
    const { server, target } = await imported();
    const first = await server.request('plan/request', target, operator);
    assert.deepEqual(await server.request('plan/request', target, operator), first);
    assert.equal(first.status, 'requested');
    const { total } = await server.request('approval/list', { state: 'requested' });
    assert.equal(total, 1);
  });

  it('GATE-35: are made anew by somebody who may not grant them, once they have expired', async () => {
    const { server, target } = await imported();
    const first = await server.request('plan/request', target, operator);
    await server.clock.advance(hourMs);
    const second = await server.request('plan/request', target, operator);
    assert.notEqual(second.approval_id, first.approval_id);
    const shown = await server.request('approval/show', { approval_id: second.approval_id ?? '' });
    assert.deepEqual([shown.status, shown.votes], ['requested', []]);
  });

  it('GATE-35: are not made for a plan that is approved', async () => {
    const { server, target } = await imported();
    await server.request('plan/approve', target);
    const answer = await server.request('plan/request', target, operator);
    assert.deepEqual(answer, { ...target, status: 'approved', approval_id: null });
  });
});
