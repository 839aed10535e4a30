import { ok } from 'node:assert/strict';
import { statSync } from 'node:fs';
import { inProcess, newWorkspace } from '../bench/steps/inProcess';
import { linearPlan, reach } from '../bench/steps/linearPlan';
import { removeFolder, temporaryFolder } from '../support/temporaryFolder';

const steps = 300;
/** What a trivial step may take in the file, its indexes included; as texts it took 7,800. */
const mostBytes = 2_200;

describe('the room that a step takes', function () {
  this.timeout(120_000);
  let folder = '';
  before(() => {
    folder = temporaryFolder();
  });
  after(() => removeFolder(folder));

  it(`§1.16: is at most ${mostBytes} bytes for a step that hands on a hundred`, async () => {
    const root = newWorkspace(folder);
    const first = await inProcess(root);
    const { id } = await first.request('session/create', { safety_profile: 'dev', mode: 'normal' });
    const plan = { session_id: id, text: linearPlan(steps), file_name: 'plan.json' };
    const { version } = await first.request('plan/import', plan);
    await first.request('plan/approve', { session_id: id, version });
    await first.close();
    const before = statSync(first.state.store).size;
    const second = await inProcess(root);
    const { run_id } = await second.request('run/start', { session_id: id });
    await reach(second, run_id, 'succeeded');
    await second.close();
    const bytes = (statSync(second.state.store).size - before) / steps;
    ok(bytes <= mostBytes, `${Math.round(bytes)} bytes`);
    ok(bytes > 0);
  });
});
