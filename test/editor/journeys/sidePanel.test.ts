import { match } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { until } from '../../support/until';
import { journey } from '../workbench/journey';
import { openFile, runCommand } from '../workbench/palette';
import { documentScreenshot, screenshot } from '../workbench/screenshot';
import { chooseFromMenu, expand, pressInline, row, showContainer } from '../workbench/sideBar';
import { webviewFrame } from '../workbench/webviewFrame';

const plan = readFileSync('docs/examples/volumeDiscount.plan.yaml', 'utf8');
const approvals = 'Pending Approvals';
const sessions = 'Sessions and Plans';

/** Presses a button of the question that is open. */
async function press(page: Page, label: string): Promise<void> {
  await page.locator('.monaco-dialog-box .monaco-button', { hasText: label }).first().click();
}

journey('running a plan from the side panel', { files: { 'volumeDiscount.plan.yaml': plan } }, (scene) => {
  it('GATE-34: shows what a plan would do before it is approved', async () => {
    const { workbench } = scene();
    const { page } = workbench;
    await showContainer(page, 'Holdpoint');
    await openFile(page, 'volumeDiscount.plan.yaml');
    await runCommand(page, 'Holdpoint: Run Plan');
    const board = await webviewFrame(page, 'text=Approve plan');
    await screenshot(workbench, 'planToApprove');
    await board.getByRole('button', { name: 'Approve plan' }).click();
    await row(page, approvals, 'Write the discount').waitFor();
  });

  it('GATE-34: lists what waits, and shows all of it before it is approved', async () => {
    const { workbench, folder } = scene();
    const { page } = workbench;
    await row(page, approvals, 'Write the discount').waitFor();
    await page.locator('.activitybar .badge-content', { hasText: '1' }).first().waitFor();
    await page.locator('.statusbar-item', { hasText: '1' }).first().waitFor();
    await screenshot(workbench, 'pendingApproval');
    await row(page, approvals, 'Write the discount').click();
    await page.locator('.monaco-diff-editor .line-insert').first().waitFor();
    await screenshot(workbench, 'changeFromQueue');
    await pressInline(row(page, approvals, 'Write the discount'), 'Approve');
    await row(page, approvals, 'Run the project').waitFor();
    match(readFileSync(join(folder, 'src/price.mjs'), 'utf8'), /0\.9/);
  });

  it('GATE-34: shows a command in full', async () => {
    const { workbench } = scene();
    const { page } = workbench;
    await row(page, approvals, 'Run the project').click();
    await page.locator('.editor-instance', { hasText: 'node --test' }).waitFor();
    await documentScreenshot(workbench, 'command');
    await pressInline(row(page, approvals, 'Run the project'), 'Approve');
    await row(page, sessions, 'Volume discount').waitFor();
    await until('the run to end', async () =>
      ((await row(page, sessions, 'Volume discount').textContent()) ?? '').includes('succeeded'),
    );
  });

  it('GATE-34: shows the session with its versions, runs and steps', async () => {
    const { workbench } = scene();
    const { page } = workbench;
    await expand(row(page, sessions, 'Volume discount'));
    await expand(row(page, sessions, 'Version 1'));
    await expand(row(page, sessions, 'Run of'));
    await row(page, sessions, 'apply').first().waitFor();
    match((await row(page, sessions, 'write_file_apply').textContent()) ?? '', /approved by/);
    await documentScreenshot(workbench, 'sessions');
  });

  it('GATE-34: takes the run back after showing the exact files', async () => {
    const { workbench, folder } = scene();
    const { page } = workbench;
    await chooseFromMenu(page, row(page, sessions, 'Run of'), 'Roll Back Run');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'src/price.mjs' }).waitFor();
    await documentScreenshot(scene().workbench, 'rollBack');
    await page.locator('.quick-input-widget .monaco-button', { hasText: 'OK' }).click();
    await page.locator('.monaco-dialog-box').waitFor();
    await press(page, 'Roll Back');
    await until('the file to be put back', async () =>
      readFileSync(join(folder, 'src/price.mjs'), 'utf8').includes('Math.floor'),
    );
  });
});
