import { equal } from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { until } from '../../support/until';
import { journey } from '../workbench/journey';
import { notification, pressNotification } from '../workbench/messages';
import { openFile, runCommand } from '../workbench/palette';
import { approveOnBoard } from '../workbench/planBoard';
import { lowerPrices, pricePlan, prices } from '../workbench/pricePlan';
import { screenshot } from '../workbench/screenshot';
import { row, showContainer } from '../workbench/sideBar';
import { lenses, lensPatience, pressLens } from '../workbench/textEditor';
import { webviewFrame } from '../workbench/webviewFrame';

const theirs = '// Somebody else wrote this meanwhile.\n';

journey('a review that is interrupted', { files: pricePlan }, (scene) => {
  const file = () => join(scene().folder, 'docs/prices.txt');
  const content = () => readFileSync(file(), 'utf8');
  const lens = (words: string | RegExp): Locator =>
    scene().workbench.page.locator('.codelens-decoration a:visible', { hasText: words }).first();

  it('has one hunk rejected', async () => {
    const { page } = scene().workbench;
    await showContainer(page, 'Holdpoint');
    await openFile(page, 'lower.plan.json');
    await runCommand(page, 'Holdpoint: Run Plan');
    await approveOnBoard(page);
    await row(page, 'Pending Approvals', 'Lower the prices').click();
    await lens('hunks: 2').waitFor();
    await pressLens(lenses(page, 'Reject').last(), () =>
      lens('accepted: 0, rejected: 1').waitFor(lensPatience),
    );
  });

  it('GATE-34: keeps what was said of each hunk when the window is reloaded, and has written nothing', async () => {
    const { workbench } = scene();
    await workbench.reload();
    await workbench.page.locator('.tab.active', { hasText: 'docs/prices.txt: proposed change' }).waitFor();
    await lens('accepted: 0, rejected: 1').waitFor();
    await runCommand(workbench.page, 'Holdpoint: Show All Changes of the Review');
    const view = await webviewFrame(workbench.page, '.hunk-row');
    equal(await view.locator('.verdict.rejected[aria-pressed="true"]').count(), 1);
    await screenshot(workbench, 'reviewReloaded');
    equal(content(), prices);
  });

  it('says at once that the file has changed, in the diff and in the view', async () => {
    const { workbench } = scene();
    const { page } = workbench;
    writeFileSync(file(), theirs + prices);
    const view = await webviewFrame(page, 'text=has changed since this was drafted');
    await screenshot(workbench, 'reviewStaleView');
    equal(await view.locator('.hunk-row').count(), 2);
    await page.locator('.tab', { hasText: 'docs/prices.txt: proposed change' }).first().click();
    await lens('Changed since: draft again').waitFor();
  });

  it('GATE-14: approves nothing that is stale, says so calmly and offers to draft again', async () => {
    const { workbench } = scene();
    await runCommand(workbench.page, 'Holdpoint: Approve Change');
    await notification(workbench.page, 'Nothing was approved. Changed since this was drafted').waitFor();
    await screenshot(workbench, 'reviewStale');
    equal(content(), theirs + prices);
  });

  it('drafts the change again on the file as it is, and goes on with the review as far as it had come', async () => {
    const { page } = scene().workbench;
    await pressNotification(page, 'Changed since this was drafted', 'Draft Again');
    await lens('Changed since: draft again').waitFor({ state: 'detached' });
    await row(page, 'Pending Approvals', 'Lower the prices').click();
    // What was rejected stays rejected.
    await lens('accepted: 0, rejected: 1').waitFor();
    await screenshot(scene().workbench, 'reviewRenewed');
    await runCommand(page, 'Holdpoint: Approve Change');
    await until('the file to be written', () => content() !== theirs + prices);
    equal(content(), lowerPrices.replace('price30 = 280', 'price30 = 300'));
  });
});
