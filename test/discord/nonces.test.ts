import assert from 'node:assert/strict';
import { Nonces } from '../../server/src/transports/discord/buttons/nonces';

describe('the nonces of buttons', () => {
  const bound = { approval_id: 'appr_1', digest: 'sha256:1', isSingle: true, expiresAtMs: 100 };

  it('GATE-25: are good until their time is over', () => {
    let now = 0;
    const nonces = new Nonces(() => now);
    const [early, late] = [nonces.issue(bound), nonces.issue(bound)];
    now = 99;
    assert.deepEqual(nonces.press(early, '1'), bound);
    now = 100;
    assert.deepEqual(nonces.press(late, '1'), { bound, cause: 'expired' });
    nonces.issue(bound);
    assert.equal((nonces.press(late, '1') as { cause?: string }).cause, 'expired');
  });

  it('GATE-25: are spent by one press, and are never alike', () => {
    const nonces = new Nonces(() => 0);
    const all = Array.from({ length: 100 }, () => nonces.issue(bound));
    assert.equal(new Set(all).size, 100);
    const [one = ''] = all;
    assert.deepEqual(nonces.press(one, '1'), bound);
    assert.deepEqual(nonces.press(one, '1'), { bound, cause: 'consumed' });
    assert.deepEqual(nonces.press('made up', '1'), { bound: undefined, cause: 'expired' });
  });
});
