import { equal, notEqual, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { until } from '../../support/until';
import { serverPid } from '../cartWorkspace';
import { journey, samplePlan } from '../workbench/journey';
import { dialog, pressDialog } from '../workbench/messages';
import { offerCommand, openFile, runCommand } from '../workbench/palette';
import { approveOnBoard } from '../workbench/planBoard';
import { screenshot } from '../workbench/screenshot';
import { pressInline, row, showContainer } from '../workbench/sideBar';

const approvals = 'Pending Approvals';
const change = 'Write the discount';
const command = 'Run the project';

journey('a window that is not the only one', { files: samplePlan }, (scene) => {
  let second: Page;

  it('shows a second window what waits in the first', async () => {
    const { workbench } = scene();
    const { page } = workbench;
    await showContainer(page, 'Holdpoint');
    await openFile(page, 'volumeDiscount.plan.yaml');
    await runCommand(page, 'Holdpoint: Run Plan');
    await approveOnBoard(page);
    await row(page, approvals, change).waitFor();
    const pid = serverPid(scene().folder);
    second = await workbench.openWindow();
    await showContainer(second, 'Holdpoint');
    await row(second, approvals, change).waitFor();
    equal(serverPid(scene().folder), pid);
  });

  it('takes a decision from either, and only once', async () => {
    const { page } = scene().workbench;
    await row(page, approvals, change).click();
    await row(second, approvals, change).click();
    for (const window of [page, second]) {
      await window.locator('.monaco-diff-editor .line-insert').first().waitFor();
    }
    // Offered in both before it is chosen in either: the first decision closes the other's review.
    const choices = await Promise.all(
      [page, second].map((window) => offerCommand(window, 'Holdpoint: Approve Change')),
    );
    await Promise.all(choices.map((choice) => choice.click()));
    for (const window of [page, second]) {
      await row(window, approvals, command).waitFor();
      equal(await row(window, approvals, change).count(), 0);
    }
    equal(readFileSync(join(scene().folder, 'src/price.mjs'), 'utf8').match(/0\.9/g)?.length, 1);
  });

  it('keeps what waits when the server is killed', async () => {
    const { workbench, folder } = scene();
    const pid = serverPid(folder);
    ok(pid !== undefined);
    process.kill(pid, 'SIGKILL');
    await until('another server', () => ![undefined, pid].includes(serverPid(folder)), 60_000);
    notEqual(serverPid(folder), pid);
    await row(workbench.page, approvals, command).waitFor();
    await screenshot(workbench, 'serverBack');
  });

  it('can still be answered', async () => {
    await pressInline(row(second, approvals, command), 'Approve');
    await dialog(second).waitFor();
    await pressDialog(second, 'Approve');
    for (const window of [second, scene().workbench.page]) {
      await row(window, 'Traces', 'succeeded').waitFor();
    }
  });
});
