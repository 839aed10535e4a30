import { deepStrictEqual, equal, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../../support/until';
import { brokenPlan, serverPid } from '../cartWorkspace';
import { journey, samplePlan } from '../workbench/journey';
import { notification, pressDialog, pressNotification } from '../workbench/messages';
import { openFile, paletteTitles, runCommand } from '../workbench/palette';
import { approveOnBoard } from '../workbench/planBoard';
import { documentScreenshot, screenshot } from '../workbench/screenshot';
import { pressInline, row, showContainer } from '../workbench/sideBar';
import { lenses, lensPatience, pressLens, squiggles } from '../workbench/textEditor';

const restricted = {
  'security.workspace.trust.enabled': true,
  'security.workspace.trust.startupPrompt': 'never',
};

journey(
  'a folder that nobody trusts',
  {
    settings: restricted,
    files: { ...samplePlan, 'broken.plan.yaml': brokenPlan },
    wantedError: 'Nothing runs and nothing is decided',
  },
  (scene) => {
    let pid: number | undefined;

    it('lets plans be checked', async () => {
      const { workbench } = scene();
      await openFile(workbench.page, 'broken.plan.yaml');
      await runCommand(workbench.page, 'Holdpoint: Check Plan');
      await squiggles(workbench.page, 'error').first().waitFor();
      await documentScreenshot(workbench, 'untrusted');
    });

    it('offers nothing that executes', async () => {
      const titles = await paletteTitles(scene().workbench.page, 'Holdpoint: ');
      ok(titles.includes('Holdpoint: Check Plan'), `${titles}`);
      deepStrictEqual(
        titles.filter((title) => /\b(run plan|approve|roll back|grant)\b/i.test(title)),
        [],
      );
    });

    it('runs nothing from a lens either, and says what to do', async () => {
      const { workbench, folder } = scene();
      const { page } = workbench;
      await openFile(page, 'volumeDiscount.plan.yaml');
      await pressLens(lenses(page, 'Run').first(), () =>
        notification(page, 'Nothing runs and nothing is decided').waitFor(lensPatience),
      );
      await screenshot(workbench, 'untrustedRun');
      ok(!readFileSync(join(folder, 'src/price.mjs'), 'utf8').includes('0.9'));
    });

    it('runs plans as soon as it is trusted, without a reload', async () => {
      const { workbench, folder } = scene();
      const { page } = workbench;
      pid = serverPid(folder);
      ok(pid !== undefined, 'no server lives');
      await pressNotification(page, 'Nothing runs and nothing is decided', 'Manage Trust');
      await page.locator('.workspace-trust-editor .monaco-button', { hasText: /^Trust$/ }).click();
      await page.locator('.part.statusbar', { hasText: 'Restricted Mode' }).waitFor({ state: 'hidden' });
      // The question about trust stays open above everything else.
      await page.locator('.monaco-modal-editor-block .action-label[aria-label^="Close"]').first().click();
      await page.locator('.monaco-modal-editor-block').waitFor({ state: 'detached' });
      await showContainer(page, 'Holdpoint');
      await openFile(page, 'volumeDiscount.plan.yaml');
      await runCommand(page, 'Holdpoint: Run Plan');
      await approveOnBoard(page);
      await row(page, 'Pending Approvals', 'Write the discount').waitFor();
    });

    it('lets the server that was started without trust act, and offers what was withheld', async () => {
      const { workbench, folder } = scene();
      const { page } = workbench;
      await row(page, 'Pending Approvals', 'Write the discount').click();
      await page.locator('.monaco-diff-editor .line-insert').first().waitFor();
      await runCommand(page, 'Holdpoint: Approve Change');
      await until('the file to change', () =>
        readFileSync(join(folder, 'src/price.mjs'), 'utf8').includes('0.9'),
      );
      equal(serverPid(folder), pid);
      await pressInline(row(page, 'Pending Approvals', 'Run the project'), 'Approve');
      await pressDialog(page, 'Approve');
      await row(page, 'Traces', 'succeeded').waitFor();
      const titles = await paletteTitles(page, 'Holdpoint: Run Plan');
      ok(titles.includes('Holdpoint: Run Plan'), `${titles}`);
    });
  },
);
