import { deepStrictEqual, doesNotMatch, equal } from 'node:assert/strict';
import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { until } from '../../support/until';
import { removeCart } from '../cartWorkspace';
import { journey } from '../workbench/journey';
import { input, runAndPick, runCommand } from '../workbench/palette';
import { approveOnBoard } from '../workbench/planBoard';
import { documentScreenshot, screenshot } from '../workbench/screenshot';
import { pressInline, row, showContainer } from '../workbench/sideBar';
import { lenses, lensPatience, pressLens } from '../workbench/textEditor';

/** How long to wait for what a button leads to before it is pressed again. */
const patience = { timeout: 20_000 } as const;

journey('the sample project', { files: {} }, (scene) => {
  let sample: Page;
  let folder = '';
  const price = () => readFileSync(join(folder, 'src/price.mjs'), 'utf8');
  const shot = (name: string) => screenshot({ ...scene().workbench, page: sample }, name);

  /**
   * Opens a step of the walkthrough and presses its button until what it leads to is there, as somebody does who reads
   * nothing else: a walkthrough that is drawn anew just then takes no click.
   */
  const press = async (step: string, button: string, outcome: () => Promise<unknown>): Promise<void> => {
    const title = sample.locator('.getting-started-step', { hasText: step }).first();
    const found: Locator = sample
      .locator('.getting-started-step .monaco-button', { hasText: button })
      .first();
    await until(
      `what the button '${button}' leads to`,
      async () => {
        if (!(await title.isVisible())) {
          await showWalkthrough(title);
        }
        if (!(await found.isVisible())) {
          await title.click({ timeout: 3_000 }).catch(() => undefined);
        }
        await found.click({ timeout: 3_000 }).catch(() => pressByKey(found));
        return await outcome().then(
          () => true,
          () => false,
        );
      },
      120_000,
    );
  };

  /** Brings its page to the front, which may have gone back to the list of all walkthroughs. */
  const showWalkthrough = async (title: Locator): Promise<void> => {
    // Its tab has another name once the walkthrough was chosen from that list.
    const tab = sample.locator('.tab', { hasText: /Welcome|Walkthrough/ }).first();
    await tab.click({ timeout: 3_000 }).catch(() => undefined);
    const ours = sample.locator('.getting-started-category', { hasText: 'Run your first plan' }).first();
    await title
      .or(ours)
      .first()
      .waitFor({ timeout: 3_000 })
      .catch(() => undefined);
    if (await ours.isVisible()) {
      await ours.click({ timeout: 3_000 }).catch(() => undefined);
    }
  };

  /** Something may lie over a button, such as a message: the keyboard reaches it all the same. */
  const pressByKey = async (found: Locator): Promise<void> => {
    await found.focus({ timeout: 1_000 }).then(
      () => sample.keyboard.press('Enter'),
      () => undefined,
    );
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
    const checked = sample.locator('.part.statusbar', { hasText: 'has no errors (4 steps)' });
    await press('Check the plan', 'Check the Plan', () => checked.waitFor(patience));
    await shot('walkthroughCheck');
  });

  it('is run by the third, once the plan was approved on its board', async () => {
    await press('Approve the plan and run it', 'Run the Plan', () =>
      sample.locator('.tab', { hasText: 'Plan: ' }).first().waitFor(patience),
    );
    await approveOnBoard(sample);
    await shot('walkthroughRun');
  });

  it('has its change reviewed by the fourth: one hunk is left out, and then the command approved', async () => {
    const insertion = sample.locator('.monaco-diff-editor .line-insert').first();
    await press('Review the change', 'Open What Waits', () => insertion.waitFor(patience));
    await shot('walkthroughReview');
    await pressLens(lenses(sample, 'Reject').last(), () => lenses(sample, 'Rejected').waitFor(lensPatience));
    await runCommand(sample, 'Holdpoint: Approve Change');
    await until('the file to change', () => price().includes('0.9'));
    doesNotMatch(price(), /concat/);
    const command = sample.locator('.view-line', { hasText: 'node --test' }).first();
    await press('Review the change', 'Open What Waits', () => command.waitFor(patience));
    await shot('walkthroughCommand');
    await showContainer(sample, 'Holdpoint');
    await pressInline(row(sample, 'Pending Approvals', 'Run the project'), 'Approve');
    await row(sample, 'Traces', 'succeeded').waitFor();
  });

  it('shows the record by the fifth, and offers to take the run back', async () => {
    await press('See what happened', 'Search the Record', () => input(sample).waitFor(patience));
    await sample.keyboard.press('Escape');
    const run = sample.locator('.quick-input-list .monaco-list-row', { hasText: 'Volume discount' });
    await press('See what happened', 'Roll Back the Run', () => run.first().waitFor(patience));
    await run.first().click();
    await sample
      .locator('.quick-input-list .monaco-list-row', { hasText: 'src/price.mjs' })
      .first()
      .waitFor();
    await shot('walkthroughRollBack');
    await sample.keyboard.press('Escape');
    equal(await sample.locator('.getting-started-step .codicon-getting-started-step-checked').count(), 5);
  });
});
