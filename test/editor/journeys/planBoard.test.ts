import { ok } from 'node:assert/strict';
import { until } from '../../support/until';
import { journey, samplePlan } from '../workbench/journey';
import { openFile, runCommand } from '../workbench/palette';
import { documentScreenshot, screenshot } from '../workbench/screenshot';
import { webviewFrame } from '../workbench/webviewFrame';

journey('a plan on its board', { files: samplePlan }, (scene) => {
  it('shows the steps of the file and what they would do', async () => {
    const { page } = scene().workbench;
    await openFile(page, 'volumeDiscount.plan.yaml');
    await runCommand(page, 'Holdpoint: Show Plan Board');
    const board = await webviewFrame(page, '.head h1');
    ok(((await board.textContent('.head')) ?? '').includes('Volume discount'));
    await board.locator('[data-step]').first().waitFor();
    await screenshot(scene().workbench, 'planBoard');
  });

  it('approves and runs from there, and the steps change while the run goes on', async () => {
    const { page } = scene().workbench;
    const board = await webviewFrame(page, '.head h1');
    await board.locator('[data-action="approve"]').click();
    await board.locator('[data-action="run"]:not([disabled])').click();
    await board.locator('.waiting li').first().waitFor();
    await documentScreenshot(scene().workbench, 'planBoardWaiting', ['light', 'dark']);
  });

  it('is still there after the window was reloaded', async () => {
    const { workbench } = scene();
    await workbench.reload();
    const board = await webviewFrame(workbench.page, '.head h1');
    await board.locator('.waiting li').first().waitFor();
  });

  it('leads to the report of the run', async () => {
    const { page } = scene().workbench;
    const board = await webviewFrame(page, '.head h1');
    await board.locator('.run-strip .link').nth(1).click();
    const report = await webviewFrame(page, '.report h1');
    await until('the report', async () =>
      ((await report.textContent('.report .head')) ?? '').includes('Waits for approval'),
    );
    await screenshot(scene().workbench, 'runReport');
  });

  it('follows the run when it is cancelled', async () => {
    const { page } = scene().workbench;
    const report = await webviewFrame(page, '.report h1');
    await report.locator('[data-action="openPlan"]').click();
    const board = await webviewFrame(page, '.head [data-action="cancel"]');
    await board.locator('[data-action="cancel"]').click();
    await board.locator('.run-strip', { hasText: 'Cancelled' }).waitFor();
    ok(((await board.textContent('.version')) ?? '').includes('Approved'));
  });
});
