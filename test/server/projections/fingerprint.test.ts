import assert from 'node:assert/strict';
import { command, type Departure, journey, planText } from '../../support/journey';

/** The fingerprint of a run of a plan of one step. */
async function fingerprintOf(
  set: { readonly program?: string; readonly word?: string } = {},
  world: Departure = {},
): Promise<string> {
  const inputs = { type: 'object', properties: { word: { type: 'string', default: 'x' } } };
  const made = await journey(planText([command('a', set.program ?? 'make')], { inputs }), world);
  await made.start({ inputs: { word: set.word ?? 'one' } });
  return (await made.reach('succeeded')).fingerprint;
}

describe('the fingerprint of a run', () => {
  it('LOG-20: is equal for equal runs, and another when one byte of plan, input or tools differs', async () => {
    const first = await fingerprintOf();
    assert.match(first, /^sha256:[0-9a-f]{64}$/);
    assert.equal(await fingerprintOf(), first);
    const others = [
      await fingerprintOf({ program: 'makf' }),
      await fingerprintOf({ word: 'onf' }),
      await fingerprintOf({}, { disabledTools: ['http.request'] }),
    ];
    assert.equal(new Set([first, ...others]).size, 4);
  });

  it('FLOW-14: is that of the failed run when it runs again, with exactly its input', async () => {
    const inputs = { type: 'object', properties: { word: { type: 'string' } } };
    const made = await journey(planText([command('a', 'make')], { inputs }), {
      program: () => ({ exitCode: 1 }),
    });
    await made.start({ inputs: { word: 'one' } });
    const failed = await made.reach('failed');
    made.run_id = (await made.server.request('run/rerun', { run_id: made.run_id })).run_id;
    assert.notEqual(made.run_id, failed.run_id);
    const again = await made.reach('failed');
    assert.equal(again.fingerprint, failed.fingerprint);
    const shown = await made.server.request('run/show', { run_id: again.run_id });
    assert.deepEqual(shown.inputs, { word: 'one' });
  });
});
