import { deepStrictEqual, doesNotMatch, equal } from 'node:assert/strict';
import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { until } from '../../support/until';
import { removeCart } from '../cartWorkspace';
import { journey } from '../workbench/journey';
import { input, pick, runAndPick, runCommand } from '../workbench/palette';
import { approveOnBoard } from '../workbench/planBoard';
import { documentScreenshot, screenshot } from '../workbench/screenshot';
import { pressInline, row, showContainer } from '../workbench/sideBar';
import { lenses, lensPatience, pressLens } from '../workbench/textEditor';

journey('the sample project', { files: {} }, (scene) => {
  let sample: Page;
  let folder = '';
  const price = () => readFileSync(join(folder, 'src/price.mjs'), 'utf8');
  const shot = (name: string) => screenshot({ ...scene().workbench, page: sample }, name);

  /** Opens a step of the walkthrough and presses its button, as somebody does who reads nothing else. */
  const press = async (step: string, button: string): Promise<void> => {
    const title = sample.locator('.getting-started-step', { hasText: step }).first();
    const found: Locator = sample
      .locator('.getting-started-step .monaco-button', { hasText: button })
      .first();
    await until(
      `the button '${button}'`,
      async () => {
        if (!(await title.isVisible())) {
          await sample.locator('.tab', { hasText: 'Welcome' }).first().click();
        }
        if (!(await found.isVisible())) {
          await title.click({ timeout: 3_000 }).catch(() => undefined);
        }
        return await found.click({ timeout: 3_000 }).then(
          () => true,
          () => pressByKey(found),
        );
      },
      60_000,
    );
  };

  /** Something may lie over a button, such as a message: the keyboard reaches it all the same. */
  const pressByKey = async (found: Locator): Promise<boolean> => {
    const isFocused = await found.focus({ timeout: 1_000 }).then(
      () => true,
      () => false,
    );
    if (isFocused) {
      await sample.keyboard.press('Enter');
    }
    return isFocused;
  };

  after(async () => {
    if (folder !== '') {
      await removeCart(folder);
    }
  });

  it('is copied into a folder of its own and opens with its plan and the walkthrough', async () => {
    const { workbench, folder: own } = scene();
    const { page } = workbench;
    const before = readdirSync(own).sort();
    const opened = page.context().waitForEvent('page');
    await runAndPick(page, 'Holdpoint: Open the Sample Project', 'In a new temporary folder');
    sample = await opened;
    sample.setDefaultTimeout(45_000);
    await sample.locator('.tab', { hasText: 'volumeDiscount.plan.yaml' }).waitFor();
    await sample.getByText('Checking runs nothing').first().waitFor();
    folder = realpathSync(new URL(sample.url()).searchParams.get('folder') ?? '');
    await documentScreenshot({ ...workbench, page: sample }, 'walkthrough');
    deepStrictEqual(readdirSync(own).sort(), before);
  });

  it('has its plan checked by the second step', async () => {
    await press('Check the plan', 'Check the Plan');
    await sample.locator('.part.statusbar', { hasText: 'has no errors (4 steps)' }).waitFor();
    await shot('walkthroughCheck');
  });

  it('is run by the third, once the plan was approved on its board', async () => {
    await press('Approve the plan and run it', 'Run the Plan');
    await approveOnBoard(sample);
    await shot('walkthroughRun');
  });

  it('has its change reviewed by the fourth: one hunk is left out, and then the command approved', async () => {
    await press('Review the change', 'Open What Waits');
    await sample.locator('.monaco-diff-editor .line-insert').first().waitFor();
    await shot('walkthroughReview');
    await pressLens(lenses(sample, 'Reject').last(), () => lenses(sample, 'Rejected').waitFor(lensPatience));
    await runCommand(sample, 'Holdpoint: Approve Change');
    await until('the file to change', () => price().includes('0.9'));
    doesNotMatch(price(), /concat/);
    await press('Review the change', 'Open What Waits');
    await sample.locator('.view-line', { hasText: 'node --test' }).first().waitFor();
    await shot('walkthroughCommand');
    await showContainer(sample, 'Holdpoint');
    await pressInline(row(sample, 'Pending Approvals', 'Run the project'), 'Approve');
    await row(sample, 'Traces', 'succeeded').waitFor();
  });

  it('shows the record by the fifth, and offers to take the run back', async () => {
    await press('See what happened', 'Search the Record');
    await input(sample).waitFor();
    await sample.keyboard.press('Escape');
    await press('See what happened', 'Roll Back the Run');
    await pick(sample, 'Volume discount');
    await sample
      .locator('.quick-input-list .monaco-list-row', { hasText: 'src/price.mjs' })
      .first()
      .waitFor();
    await shot('walkthroughRollBack');
    await sample.keyboard.press('Escape');
    equal(await sample.locator('.getting-started-step .codicon-getting-started-step-checked').count(), 5);
  });
});
