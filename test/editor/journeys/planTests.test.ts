import { match } from 'node:assert/strict';
import { until } from '../../support/until';
import { journey } from '../workbench/journey';
import { openFile, runAndPick, runCommand } from '../workbench/palette';
import { documentScreenshot } from '../workbench/screenshot';
import { expand } from '../workbench/sideBar';
import { webviewFrame } from '../workbench/webviewFrame';

const plan = `schema: plan/1
title: Look and listen
steps:
  - id: look
    uses: list_dir
    with: {path: .}
  - id: listen
    uses: test.run
    needs: [look]
    with: {argv: [node, -e, "console.log('heard'); process.exit(3)"]}
`;

journey('a plan in the view of tests', { files: { 'listen.plan.yaml': plan } }, (scene) => {
  it('GATE-34: shows how each step went, and where the failed one is written', async () => {
    const { workbench } = scene();
    const { page } = workbench;
    await openFile(page, 'listen.plan.yaml');
    await runCommand(page, 'Holdpoint: Check Plan');
    await runCommand(page, 'Testing: Focus on Test Explorer View');
    const tree = page.locator('.test-explorer');
    await tree.locator('.monaco-list-row', { hasText: 'listen.plan.yaml' }).first().waitFor();
    await runCommand(page, 'Test: Run All Tests');
    const board = await webviewFrame(page, 'text=Approve plan');
    await board.getByRole('button', { name: 'Approve plan' }).click();
    await board.getByText('waits for you').first().waitFor();
    await runAndPick(page, 'Holdpoint: Approve…', 'listen');
    await page.locator('.monaco-dialog-box .monaco-button', { hasText: 'Approve' }).first().click();
    await until(
      'the failed step',
      async () => ((await page.locator('.panel').first().textContent()) ?? '').includes('exit code 3'),
      45_000,
    );
    match((await page.locator('.panel').first().textContent()) ?? '', /heard/);
    await expand(tree.locator('.monaco-list-row', { hasText: 'Look and listen' }).first());
    const look = tree.locator('.monaco-list-row[aria-level="2"]').first();
    match((await look.getAttribute('aria-label')) ?? '', /look.*passed/i);
    await documentScreenshot(workbench, 'planTests');
  });

  it('is offered as a task that checks it in a terminal', async () => {
    const { page } = scene().workbench;
    await runAndPick(page, 'Tasks: Run Task', 'holdpoint', 'check listen.plan.yaml');
    // The terminal is painted, not written: its tab says that the task has ended well.
    const tab = page.locator('.panel .title-actions', { hasText: 'check listen.plan.yaml' });
    await tab.locator('.codicon-check').first().waitFor();
  });
});
