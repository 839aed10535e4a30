import { equal, match, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { until } from '../../support/until';
import { journey, samplePlan } from '../workbench/journey';
import { dialog } from '../workbench/messages';
import { input, offered } from '../workbench/palette';
import { screenshot } from '../workbench/screenshot';
import { row, view } from '../workbench/sideBar';
import { lenses } from '../workbench/textEditor';
import { webviewFrame } from '../workbench/webviewFrame';

const approvals = 'Pending Approvals';

/** Chooses from the list at the top of the window without touching the pointer. */
async function byKeys(page: Page, words: string, title: string): Promise<void> {
  await offered(page, words, page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first());
  const focused = page.locator('.quick-input-list .monaco-list-row.focused .label-name').first();
  for (let presses = 0; presses < 20 && (await focused.textContent()) !== title; presses += 1) {
    await page.keyboard.press('ArrowDown');
  }
  equal(await focused.textContent(), title);
  await page.keyboard.press('Enter');
}

/** Presses Tab until the focus is on what the selector names. */
async function tabTo(
  page: Page,
  frame: { evaluate(text: string): Promise<unknown> },
  selector: string,
): Promise<void> {
  for (let presses = 0; presses < 40; presses += 1) {
    if (await frame.evaluate(`document.activeElement?.matches(${JSON.stringify(selector)}) ?? false`)) {
      return;
    }
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never reached ${selector}`);
}

/** Moves the focus to what waits: asked for again where the queue had nothing to list yet and so kept no focus in its rows. */
async function focusQueue(page: Page, title: string): Promise<void> {
  const command = 'Holdpoint: Focus on Pending Approvals View';
  const list = view(page, approvals).locator('.monaco-list:focus, .monaco-list:focus-within');
  await until(
    'the focus on the queue',
    async () => {
      await byKeys(page, `>${command}`, command);
      await row(page, approvals, title).waitFor();
      return list
        .first()
        .waitFor({ timeout: 3_000 })
        .then(() => true)
        .catch(() => false);
    },
    45_000,
  );
}

journey('the main job by keyboard alone', { files: samplePlan }, (scene) => {
  const priceFile = () => readFileSync(join(scene().folder, 'src/price.mjs'), 'utf8');

  it('opens a plan and its board', async () => {
    const { page } = scene().workbench;
    await byKeys(page, 'volumeDiscount', 'volumeDiscount.plan.yaml');
    await lenses(page, 'Run').waitFor();
    await byKeys(page, '>Holdpoint: Run Plan', 'Holdpoint: Run Plan');
    await webviewFrame(page, 'text=Approve plan');
  });

  it('walks the steps and approves the plan on the board', async () => {
    const { workbench } = scene();
    const { page } = workbench;
    const board = await webviewFrame(page, 'text=Approve plan');
    await tabTo(page, board, '[data-step]');
    await page.keyboard.press('ArrowDown');
    await until('the focus on the next step', async () =>
      board.evaluate<boolean>("document.activeElement?.getAttribute('data-step') === 'draft'"),
    );
    await screenshot(workbench, 'keyboardBoard');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Shift+Tab');
    await tabTo(page, board, '[data-action="approve"]');
    await page.keyboard.press('Enter');
  });

  it('finds what waits in the side panel and opens its diff', async () => {
    const { page } = scene().workbench;
    await focusQueue(page, 'Write the discount');
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await page.locator('.monaco-diff-editor .line-insert').first().waitFor();
  });

  it('decides hunk by hunk and approves', async () => {
    const { workbench } = scene();
    const { page } = workbench;
    await page
      .locator('.monaco-diff-editor.focused, .monaco-diff-editor .monaco-editor.focused')
      .first()
      .waitFor();
    await page.keyboard.press('a');
    await lenses(page, 'Accepted').waitFor();
    await page.keyboard.press('r');
    await lenses(page, 'Rejected').waitFor();
    await screenshot(workbench, 'keyboardReview');
    await page.keyboard.press('Control+Enter');
    await until('the file to change', () => priceFile().includes('0.9'));
    ok(!priceFile().includes('concat'));
  });

  it('approves the command, and the run ends', async () => {
    const { page } = scene().workbench;
    await focusQueue(page, 'Run the project');
    await page.keyboard.press('Home');
    await page.keyboard.press('Control+Enter');
    // A row that has the focus and is not chosen is asked about.
    await input(page).waitFor();
    await page.keyboard.press('Enter');
    await dialog(page).waitFor();
    match((await dialog(page).textContent()) ?? '', /node --test/);
    await page.keyboard.press('Enter');
    await row(page, 'Traces', 'succeeded').waitFor();
  });
});
