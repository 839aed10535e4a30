import assert from 'node:assert/strict';
import { command, journey, planText } from '../support/journey';

/** Every call by itself is right; these come together, as they do from an editor and a command line. */
describe('requests of the same moment', () => {
  it('§1.13: hand out the report and the directory of a run that has just ended', async () => {
    const made = await journey(planText([command('look', 'look')]));
    await made.start();
    await made.reach('succeeded');
    const { run_id, server } = made;
    const [report] = await Promise.all([
      server.request('run/report', { run_id }),
      server.request('run/report', { run_id, format: 'markdown' }),
      server.request('run/export', { run_id, kind: 'report' }),
      server.request('run/export', { run_id, kind: 'run-dir' }),
    ]);
    assert.equal(report.failure_text, null);
  });

  it('§1.16: set one limit each, and both hold', async () => {
    const { server } = await journey(planText([command('look', 'look')]));
    await Promise.all([
      server.request('retention/set', { max_age_days: 7 }),
      server.request('retention/set', { max_bytes: 50_000_000 }),
    ]);
    const { max_age_days, max_bytes } = await server.request('retention/show', {});
    assert.deepEqual({ max_age_days, max_bytes }, { max_age_days: 7, max_bytes: 50_000_000 });
  });

  it('FLOW-03: import plans into one session, each as a version of its own', async () => {
    const { server, session_id } = await journey(planText([command('look', 'look')]));
    const texts = ['one', 'two', 'three'].map((id) => planText([command(id, id)]));
    const imported = await Promise.all(
      texts.map((text) => server.request('plan/import', { session_id, text })),
    );
    assert.deepEqual(
      imported.map(({ version }) => version),
      [2, 3, 4],
    );
  });

  it('GATE-26: cancel a run and grant its step: the run has ended, whichever of them came first', async () => {
    for (let turns = -12; turns <= 12; turns += 1) {
      const made = await journey(planText([command('look', 'look')]), { profile: 'standard' });
      await made.start();
      const { approval_id } = await made.request('look');
      const { run_id, server } = made;
      const [, granted] = await Promise.all([
        turnsLater(-turns).then(() => server.request('run/cancel', { run_id })),
        turnsLater(turns).then(() => server.request('approval/grant', { approval_id }).catch(codeOf)),
      ]);
      assert.ok(typeof granted === 'object' || granted === 'APPROVAL_STALE', `${turns}: ${String(granted)}`);
      await made.reach('cancelled');
    }
  });
});

/** The given number of turns of the queue of promises; none for less than nothing. */
async function turnsLater(turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) {
    await Promise.resolve();
  }
}

const codeOf = (error: { readonly code?: string }) => error.code ?? String(error);
