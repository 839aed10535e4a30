import { deepStrictEqual, doesNotMatch, equal, match } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { axeFindings } from '../../support/axeFindings';
import { until } from '../../support/until';
import { journey, samplePlan } from '../workbench/journey';
import { dialog, pressDialog } from '../workbench/messages';
import { openFile, pick, runCommand } from '../workbench/palette';
import { documentScreenshot, screenshot } from '../workbench/screenshot';
import { pressInline, row, showContainer } from '../workbench/sideBar';
import { cursorTo, lenses, pressLens, quickFix, save, squiggles, visibleText } from '../workbench/textEditor';
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
    await pressLens(workbench.page, 'Approve');
    await dialog(workbench.page).waitFor();
    await documentScreenshot(workbench, 'planApproval');
    await pressDialog(workbench.page, 'Approve');
    equal(priceFile(), before);
  });

  it('stops before the change and shows it as a diff', async () => {
    const { workbench } = scene();
    const { page } = workbench;
    await openFile(page, 'price.mjs');
    await openFile(page, planFile);
    await pressLens(page, 'Run');
    await showContainer(page, 'Holdpoint');
    await row(page, approvals, 'Write the discount').click();
    await page.locator('.monaco-diff-editor .line-insert').first().waitFor();
    await screenshot(workbench, 'changeReview');
  });

  it('leaves a rejected hunk out of what is written', async () => {
    const { workbench } = scene();
    const { page } = workbench;
    await lenses(page, 'Reject').last().click();
    await lenses(page, 'Rejected').waitFor();
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
    await runCommand(page, 'Holdpoint: Show Trace');
    await pick(page, 'Volume discount');
    const trace = await webviewFrame(page, '[role="tree"] [role="treeitem"]');
    const items = trace.locator('[role="treeitem"]');
    await items.filter({ hasText: 'apply' }).first().waitFor();
    const countBefore = await items.count();
    await pressInline(row(page, approvals, 'Run the project'), 'Approve');
    await dialog(page).waitFor();
    await pressDialog(page, 'Approve');
    await row(page, 'Traces', 'succeeded').waitFor();
    await until('the trace to grow', async () => (await items.count()) > countBefore);
  });

  it('reports what was done and who allowed it, from the lens of the last run', async () => {
    const { workbench } = scene();
    await openFile(workbench.page, planFile);
    await lenses(workbench.page, 'Last run: succeeded.*').first().click();
    const report = await webviewFrame(workbench.page, 'text=src/price.mjs');
    match((await report.locator('body').textContent()) ?? '', /succeeded/i);
    await documentScreenshot(workbench, 'runReport', ['light', 'dark']);
    deepStrictEqual(await axeFindings(report), []);
  });

  it('shows the trace: every step with what let it pass', async () => {
    const { workbench } = scene();
    await runCommand(workbench.page, 'Holdpoint: Show Trace');
    await pick(workbench.page, 'Volume discount');
    const trace = await webviewFrame(workbench.page, '[role="tree"] [role="treeitem"]');
    await trace.locator('[role="treeitem"]', { hasText: 'apply' }).first().waitFor();
    await documentScreenshot(workbench, 'trace', ['light', 'dark']);
    deepStrictEqual(await axeFindings(trace), []);
  });
});
