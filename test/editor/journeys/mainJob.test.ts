import { deepStrictEqual, doesNotMatch, equal, match } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { axeFindings } from '../../support/axeFindings';
import { until } from '../../support/until';
import { journey, samplePlan } from '../workbench/journey';
import { dialog, pressDialog } from '../workbench/messages';
import { openFile, runAndPick, runCommand } from '../workbench/palette';
import { documentScreenshot, screenshot } from '../workbench/screenshot';
import { pressInline, row, showContainer } from '../workbench/sideBar';
import {
  cursorTo,
  lenses,
  lensPatience,
  pressLens,
  quickFix,
  save,
  squiggles,
  visibleText,
} from '../workbench/textEditor';
import { webviewFrame } from '../workbench/webviewFrame';

const approvals = 'Pending Approvals';
const planFile = 'volumeDiscount.plan.yaml';
const plan = samplePlan[planFile] ?? '';
const mistaken = plan.replace('needs: [read]', 'neds: [read]');
const mistakenLine = mistaken.split('\n').findIndex((line) => line.includes('neds:')) + 1;

journey('the main job in a window', { files: { [planFile]: mistaken } }, (scene) => {
  const priceFile = () => readFileSync(join(scene().folder, 'src/price.mjs'), 'utf8');

  it('shows the mistakes of a plan as it is opened', async () => {
    const { workbench } = scene();
    await openFile(workbench.page, planFile);
    await squiggles(workbench.page, 'error').first().waitFor();
    await documentScreenshot(workbench, 'planDiagnostics');
  });

  it('mends one by a quick fix', async () => {
    const { page } = scene().workbench;
    await cursorTo(page, mistakenLine, 6);
    await quickFix(page, "Change to 'needs'");
    await until('the key', async () => (await visibleText(page)).includes('needs: [read]'));
    await squiggles(page, 'error').first().waitFor({ state: 'detached' });
    await save(page);
    await until('the file to be saved', () => readFileSync(join(scene().folder, planFile), 'utf8') === plan);
  });

  it('approves the plan from its lens, and writes nothing', async () => {
    const { workbench } = scene();
    const before = priceFile();
    await pressLens(lenses(workbench.page, 'Approve').first(), () =>
      dialog(workbench.page).waitFor(lensPatience),
    );
    await documentScreenshot(workbench, 'planApproval');
    await pressDialog(workbench.page, 'Approve');
    equal(priceFile(), before);
  });

  it('stops before the change and shows it as a diff', async () => {
    const { workbench } = scene();
    const { page } = workbench;
    await openFile(page, 'price.mjs');
    await openFile(page, planFile);
    await showContainer(page, 'Holdpoint');
    const waiting = row(page, approvals, 'Write the discount');
    await pressLens(lenses(page, 'Run').first(), () => waiting.waitFor(lensPatience));
    await waiting.click();
    await page.locator('.monaco-diff-editor .line-insert').first().waitFor();
    await screenshot(workbench, 'changeReview');
  });

  it('leaves a rejected hunk out of what is written', async () => {
    const { workbench } = scene();
    const { page } = workbench;
    await pressLens(lenses(page, 'Reject').last(), () => lenses(page, 'Rejected').waitFor(lensPatience));
    await documentScreenshot(workbench, 'hunkRejected', ['light', 'dark']);
    await runCommand(page, 'Holdpoint: Approve Change');
    await until('the file to change', () => priceFile().includes('0.9'));
    match(priceFile(), /Math\.round/);
    doesNotMatch(priceFile(), /concat/);
  });

  it('lets the change be undone where the file is open', async () => {
    const { page } = scene().workbench;
    await openFile(page, 'price.mjs');
    await until('the new text', async () => (await visibleText(page)).includes('0.9'));
    await page.keyboard.press('Control+Z');
    await until('the old text', async () => !(await visibleText(page)).includes('0.9'));
    await page.locator('.tab.active.dirty').waitFor();
    await page.keyboard.press('Control+Shift+Z');
    await until('the new text again', async () => (await visibleText(page)).includes('0.9'));
  });

  it('shows in the trace how the run goes on, to its end', async () => {
    const { page } = scene().workbench;
    await runAndPick(page, 'Holdpoint: Show Trace', 'Volume discount');
    const trace = await webviewFrame(page, '[role="tree"] [role="treeitem"]');
    const items = trace.locator('[role="treeitem"]:visible');
    await items.filter({ hasText: 'apply' }).first().waitFor();
    equal(await items.filter({ hasText: 'test.run' }).count(), 0);
    await pressInline(row(page, approvals, 'Run the project'), 'Approve');
    await dialog(page).waitFor();
    await pressDialog(page, 'Approve');
    await row(page, 'Traces', 'succeeded').waitFor();
    await items.filter({ hasText: 'test.run' }).first().waitFor();
  });

  it('reports what was done and who allowed it, from the lens of the last run', async () => {
    const { workbench } = scene();
    await openFile(workbench.page, planFile);
    const report = await pressLens(lenses(workbench.page, 'Last run: succeeded.*').first(), () =>
      webviewFrame(workbench.page, 'text=src/price.mjs', lensPatience.timeout),
    );
    match((await report.locator('body').textContent()) ?? '', /succeeded/i);
    await documentScreenshot(workbench, 'runReport', ['light', 'dark']);
    deepStrictEqual(await axeFindings(report), []);
  });

  it('opens a changed file of the report in the diff editor, as it was recorded', async () => {
    const { page } = scene().workbench;
    const report = await webviewFrame(page, 'text=src/price.mjs');
    await report.locator('.files .link', { hasText: 'src/price.mjs' }).first().click();
    await page.locator('.tab.active', { hasText: 'src/price.mjs: recorded change' }).waitFor();
    await page.locator('.monaco-diff-editor .line-insert').first().waitFor();
  });

  it('shows the trace: every step with what let it pass', async () => {
    const { workbench } = scene();
    await runAndPick(workbench.page, 'Holdpoint: Show Trace', 'Volume discount');
    const trace = await webviewFrame(workbench.page, '[role="tree"] [role="treeitem"]');
    await trace.locator('[role="treeitem"]', { hasText: 'apply' }).first().waitFor();
    await documentScreenshot(workbench, 'trace', ['light', 'dark']);
    deepStrictEqual(await axeFindings(trace), []);
  });
});
