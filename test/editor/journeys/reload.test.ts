import { equal, match, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { holdpoint } from '../../support/holdpointCli';
import { serverPid } from '../cartWorkspace';
import { journey, samplePlan } from '../workbench/journey';
import { dialog, pressDialog, statusItem } from '../workbench/messages';
import { openFile, runCommand } from '../workbench/palette';
import { approveOnBoard } from '../workbench/planBoard';
import { screenshot } from '../workbench/screenshot';
import { pressInline, row, showContainer } from '../workbench/sideBar';

const approvals = 'Pending Approvals';
const first = 'Write the discount';
const second = 'Run the project';

journey('a window that is reloaded while something waits', { files: samplePlan }, (scene) => {
  let pid: number | undefined;

  it('has an approval waiting', async () => {
    const { page } = scene().workbench;
    await showContainer(page, 'Holdpoint');
    await openFile(page, 'volumeDiscount.plan.yaml');
    await runCommand(page, 'Holdpoint: Run Plan');
    await approveOnBoard(page);
    await row(page, approvals, first).waitFor();
    pid = serverPid(scene().folder);
    ok(pid !== undefined);
  });

  it('shows it again after the reload, from the same server', async () => {
    const { workbench, folder } = scene();
    await workbench.reload();
    await showContainer(workbench.page, 'Holdpoint');
    await row(workbench.page, approvals, first).waitFor();
    await statusItem(workbench.page, '1').waitFor();
    equal(serverPid(folder), pid);
    await screenshot(workbench, 'reloaded');
  });

  it('follows a decision that is taken on the command line', async () => {
    const { workbench, folder } = scene();
    const { exit, stdout, stderr } = await holdpoint(folder, 'approvals', 'list', '--json');
    equal(exit, 0, stderr);
    const { items } = JSON.parse(stdout) as { items: readonly { approval_id: string }[] };
    const granted = await holdpoint(folder, 'approvals', 'grant', items[0]?.approval_id ?? '');
    equal(granted.exit, 0, granted.stderr);
    await row(workbench.page, approvals, second).waitFor();
    equal(await row(workbench.page, approvals, first).count(), 0);
    match(readFileSync(join(folder, 'src/price.mjs'), 'utf8'), /0\.9/);
  });

  it('lets the rest be granted, and the run end', async () => {
    const { page } = scene().workbench;
    await pressInline(row(page, approvals, second), 'Approve');
    await dialog(page).waitFor();
    await pressDialog(page, 'Approve');
    await row(page, 'Traces', 'succeeded').waitFor();
    equal(await row(page, approvals, second).count(), 0);
  });
});
