import { deepStrictEqual, match, strictEqual } from 'node:assert/strict';
import { planBars } from '../../../client/src/panels/plan/planBars';
import { readPlanFacts, readRunFacts } from '../../../client/src/panels/plan/planFacts';
import { composeMemory, type MemoryServer } from '../../support/composeMemory';

const plan = (argv: readonly string[]) =>
  JSON.stringify({
    schema: 'plan/1',
    title: 'Build',
    steps: [{ id: 'build', uses: 'shell.run', with: { argv } }],
  });
const l10n = { t: (message: string) => message };

async function session(): Promise<{ server: MemoryServer; session_id: string }> {
  const server = composeMemory({
    files: { 'a.txt': 'a' },
    program: ({ argv }) => ({ exitCode: argv.includes('badly') ? 1 : 0 }),
  });
  const { id } = await server.request('session/create', { safety_profile: 'standard' });
  await server.request('plan/import', { session_id: id, text: plan(['make']), file_name: 'plan.json' });
  return { server, session_id: id };
}

async function barsOf(server: MemoryServer, session_id: string, isTrusted = true, version?: number) {
  const facts = await readPlanFacts(server, { session_id, ...(version === undefined ? {} : { version }) });
  const run = await readRunFacts(server, session_id, facts.shown.version);
  return planBars({ facts, run, isTrusted }, l10n);
}

describe('what a plan board offers', () => {
  it('is the decision while the version waits for one', async () => {
    const { server, session_id } = await session();
    const bars = await barsOf(server, session_id);
    deepStrictEqual([bars.approve, bars.reject], [null, null]);
    strictEqual(bars.run, 'It has to be approved first.');
    strictEqual(bars.cancel, 'Nothing runs.');
  });

  it('is to run what is approved, and to approve nothing twice', async () => {
    const { server, session_id } = await session();
    await server.request('plan/approve', { session_id, version: 1 });
    const bars = await barsOf(server, session_id);
    deepStrictEqual([bars.run, bars.dryRun], [null, null]);
    strictEqual(bars.approve, 'This version is approved.');
    strictEqual(bars.reject, 'This version is approved.');
  });

  it('is nothing at all where the workspace is not trusted', async () => {
    const { server, session_id } = await session();
    const bars = await barsOf(server, session_id, false);
    for (const bar of Object.values(bars)) {
      match(bar ?? '', /not trusted/);
    }
  });

  it('is a new version after a failed run, and never an older version', async () => {
    const { server, session_id } = await session();
    const text = plan(['make', 'badly']);
    await server.request('plan/import', { session_id, text, file_name: 'plan.json' });
    strictEqual((await barsOf(server, session_id, true, 1)).run, 'There is a newer version: run that one.');
    await server.request('plan/approve', { session_id, version: 2 });
    const { run_id } = await server.request('run/start', { session_id });
    await server.request('run/wait', { run_id });
    const { items } = await server.request('approval/list', { run_id, state: 'requested' });
    for (const { approval_id } of items) {
      await server.request('approval/grant', { approval_id, confirm_high_risk: true });
      await server.request('run/wait', { run_id });
    }
    const bars = await barsOf(server, session_id);
    strictEqual(bars.run, 'Its last run failed: import a new version first.');
  });

  it('is nothing once the session was stopped', async () => {
    const { server, session_id } = await session();
    await server.request('session/stop', { session_id });
    strictEqual((await barsOf(server, session_id)).approve, 'The session was stopped.');
  });
});
