import { deepStrictEqual, equal, match, ok } from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { axeFindings } from '../../support/axeFindings';
import { until } from '../../support/until';
import { journey, samplePlan } from '../workbench/journey';
import { dialog, notification, pressDialog } from '../workbench/messages';
import { openFile, runCommand } from '../workbench/palette';
import { approveOnBoard } from '../workbench/planBoard';
import { documentScreenshot, screenshot } from '../workbench/screenshot';
import { pressInline, row, showContainer } from '../workbench/sideBar';
import { visibleText } from '../workbench/textEditor';
import { webviewFrame } from '../workbench/webviewFrame';

const approvals = 'Pending Approvals';
const planFile = 'volumeDiscount.plan.yaml';
const note = `steps:
  - id: draft-note
    title: Draft the changelog
    uses: write_file_preview
    with:
      path: CHANGELOG.md
      content: |
        # Changelog

        - Ten per cent off a line from ten pieces on.

  - id: write-note
    title: Write the changelog
    uses: write_file_apply
    needs: [draft-note]
    with: {preview: "\${steps.draft-note.output}"}
`;
const second = (samplePlan[planFile] ?? '').replace('steps:\n', note);
/** Forgets the discount, so that the project's own tests fail. */
const first = second.replace('quantity >= 10 ? full * 0.9 : full', 'full');

/** Approves the change that waits under a title, after looking at it. */
async function grantChange(page: Page, title: string): Promise<void> {
  await row(page, approvals, title).click();
  await page.locator('.monaco-diff-editor .line-insert').first().waitFor();
  await runCommand(page, 'Holdpoint: Approve Change');
  await row(page, approvals, title).waitFor({ state: 'detached' });
}

/** Approves the command that waits under a title, after looking at it. */
async function grantCommand(page: Page, title: string): Promise<void> {
  await pressInline(row(page, approvals, title), 'Approve');
  await dialog(page).waitFor();
  await pressDialog(page, 'Approve');
  await row(page, approvals, title).waitFor({ state: 'detached' });
}

journey('a run that fails and the version after it', { files: { [planFile]: first } }, (scene) => {
  it('ends as failed when a check of the project does', async () => {
    const { page } = scene().workbench;
    await showContainer(page, 'Holdpoint');
    await openFile(page, planFile);
    await runCommand(page, 'Holdpoint: Run Plan');
    await approveOnBoard(page);
    await grantChange(page, 'Write the changelog');
    await grantChange(page, 'Write the discount');
    await grantCommand(page, 'Run the project');
    await row(page, 'Traces', 'failed').waitFor();
    await screenshot(scene().workbench, 'runFailed');
  });

  it('asks for a new version instead of running the same again', async () => {
    const { page } = scene().workbench;
    await openFile(page, planFile);
    await runCommand(page, 'Holdpoint: Run Plan');
    await notification(page, 'Change the plan, then run it again').waitFor();
    await screenshot(scene().workbench, 'newVersionNeeded');
    equal(await row(page, 'Traces', 'Volume discount').count(), 1);
  });

  it('shows what is carried over to the next version', async () => {
    const { workbench, folder } = scene();
    const { page } = workbench;
    writeFileSync(join(folder, planFile), second);
    await until('the changed plan', async () => (await visibleText(page)).includes('draft-note'));
    await runCommand(page, 'Notifications: Clear All Notifications');
    await runCommand(page, 'Holdpoint: Run Plan');
    const board = await webviewFrame(page, 'text=Approve plan');
    await board.getByRole('tab', { name: 'Changes' }).click();
    const changes = board.getByRole('tabpanel', { name: 'Changes' });
    await changes.getByText('Carried over').waitFor();
    match((await changes.textContent()) ?? '', /Changed.*draft.*Carried over.*draft-note.*write-note/s);
    await documentScreenshot(workbench, 'carriedOver');
    deepStrictEqual(await axeFindings(board), []);
  });

  it('asks only about what has changed, and succeeds', async () => {
    const { workbench, folder } = scene();
    const { page } = workbench;
    await approveOnBoard(page);
    await row(page, approvals, 'Write the discount').waitFor();
    equal(await row(page, approvals, 'Write the changelog').count(), 0);
    await grantChange(page, 'Write the discount');
    await grantCommand(page, 'Run the project');
    await row(page, 'Traces', 'succeeded').waitFor();
    ok(readFileSync(join(folder, 'src/price.mjs'), 'utf8').includes('0.9'));
  });
});
