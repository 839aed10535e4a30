import { deepStrictEqual, equal, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { axeFindings } from '../../support/axeFindings';
import { until } from '../../support/until';
import { journey } from '../workbench/journey';
import { openFile, runCommand } from '../workbench/palette';
import { lowerPrices, pricePlan, prices } from '../workbench/pricePlan';
import { documentScreenshot, screenshot } from '../workbench/screenshot';
import { row, showContainer } from '../workbench/sideBar';
import { lenses, lensPatience, pressLens } from '../workbench/textEditor';
import { webviewFrame } from '../workbench/webviewFrame';

const approvals = 'Pending Approvals';

/** A line of the proposed text in the diff. */
function proposedLine(page: Page, text: string): Locator {
  return page.locator('.editor.modified .view-line', { hasText: text }).first();
}

journey('reviewing a change in the editor', { files: pricePlan }, (scene) => {
  const content = () => readFileSync(join(scene().folder, 'docs/prices.txt'), 'utf8');

  it('GATE-34: opens the proposed change as a diff, with accept and reject above each hunk', async () => {
    const { workbench } = scene();
    const { page } = workbench;
    await showContainer(page, 'Holdpoint');
    await openFile(page, 'lower.plan.json');
    await runCommand(page, 'Holdpoint: Run Plan');
    const board = await webviewFrame(page, 'text=Approve plan');
    await board.getByRole('button', { name: 'Approve plan' }).click();
    await row(page, approvals, 'Lower the prices').click();
    await page.locator('.tab.active', { hasText: 'docs/prices.txt: proposed change' }).waitFor();
    await page.locator('.codelens-decoration a:visible', { hasText: 'Accept file' }).first().waitFor();
    await page.locator('.codelens-decoration:visible', { hasText: 'Hunk 1 of 2' }).first().waitFor();
    await screenshot(workbench, 'reviewDiff');
    equal(content(), prices);
  });

  it('GATE-34: takes a comment on a line to the record', async () => {
    const { page } = scene().workbench;
    await page.locator('.comment-range-glyph').first().waitFor();
    await proposedLine(page, 'price4').click();
    await page.keyboard.press('k');
    await page.locator('.part.statusbar', { hasText: 'Ln 3, Col 1' }).waitFor();
    await runCommand(page, 'Comments: Add Comment on Current Selection');
    await page.locator('.review-widget .monaco-editor').first().waitFor();
    await page.keyboard.type('Is j k a r safe to write here?');
    await page.keyboard.press('Control+Enter');
    await page
      .locator('.review-widget .comment-body', { hasText: 'Is j k a r safe to write here?' })
      .waitFor();
    await page
      .locator('.codelens-decoration a:visible', { hasText: 'accepted: 0, rejected: 0' })
      .first()
      .waitFor();
  });

  it('GATE-34: accepts and rejects hunks by key and by lens, and writes nothing yet', async () => {
    const { workbench } = scene();
    const { page } = workbench;
    const accepted = page
      .locator('.codelens-decoration a:visible', { hasText: 'accepted: 2, rejected: 0' })
      .first();
    await pressLens(lenses(page, 'Accept file').first(), () => accepted.waitFor(lensPatience));
    await proposedLine(page, 'price4').click();
    await page.keyboard.press('j');
    await page.locator('.part.statusbar', { hasText: 'Ln 31, Col 1' }).waitFor();
    await page.keyboard.press('r');
    await page
      .locator('.codelens-decoration a:visible', { hasText: /Rejected$/ })
      .first()
      .waitFor();
    await screenshot(workbench, 'reviewRejected');
    equal(content(), prices);
  });

  it('GATE-34: shows the same review in one view', async () => {
    const { workbench } = scene();
    await runCommand(workbench.page, 'Holdpoint: Show All Changes of the Review');
    const view = await webviewFrame(workbench.page, '.hunk-row');
    await view.locator('.verdict.rejected[aria-pressed="true"]').first().waitFor();
    ok((await view.locator('.comment-text').textContent())?.includes('Is j k a r safe'));
    await documentScreenshot(workbench, 'reviewView');
    deepStrictEqual(await axeFindings(view), []);
  });

  it('GATE-14: approves the rest from the palette, with the view in front, and writes exactly that', async () => {
    const { workbench } = scene();
    const view = await webviewFrame(workbench.page, '.hunk-row');
    await runCommand(workbench.page, 'Holdpoint: Approve Change');
    await until('the file to be written', async () => content() !== prices);
    equal(content(), lowerPrices.replace('price30 = 280', 'price30 = 300'));
    await view.locator('.note', { hasText: 'You approved this change.' }).waitFor();
    await workbench.page
      .locator('.tab', { hasText: 'proposed change' })
      .first()
      .waitFor({ state: 'detached' });
  });
});
