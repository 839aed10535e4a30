import { match } from 'node:assert/strict';
import { holdpoint } from '../../support/holdpointCli';
import { journey, samplePlan } from '../workbench/journey';
import { openFile, runAndPick, runCommand } from '../workbench/palette';
import { documentScreenshot } from '../workbench/screenshot';
import { expand, row, showContainer } from '../workbench/sideBar';
import { webviewFrame } from '../workbench/webviewFrame';

const traces = 'Traces';
const both = ['light', 'dark'] as const;

/** Carries the plan out once from a terminal, without any effect. */
async function dryRun(folder: string): Promise<void> {
  const asked = await holdpoint(folder, 'run', '--dry-run', 'volumeDiscount.plan.yaml');
  const said = asked.stdout + asked.stderr;
  const approval = /approval: (\S+)/.exec(said)?.[1] ?? '';
  const session = /--resume (\S+)/.exec(said)?.[1] ?? '';
  match(`${approval} ${session}`, /^appr_\S+ session_\S+$/);
  await holdpoint(folder, 'approvals', 'grant', approval);
  await holdpoint(folder, 'run', '--dry-run', '--resume', session);
}

journey('questions to the record', { files: samplePlan }, (scene) => {
  it('has two runs in the record', async () => {
    const { folder, workbench } = scene();
    await openFile(workbench.page, 'volumeDiscount.plan.yaml');
    for (const _ of [1, 2]) {
      await dryRun(folder);
    }
    await showContainer(workbench.page, 'Holdpoint');
    await row(workbench.page, traces, 'Volume discount').first().waitFor();
  });

  it('FLOW-18: asks a ready-made query from the view of traces, and one that was written', async () => {
    const { workbench } = scene();
    const { page } = workbench;
    await expand(row(page, traces, 'Queries'));
    await row(page, traces, 'Slow runs').click();
    const view = await webviewFrame(page, '[data-query="deploy-without-approval"]');
    await view.locator('#question').fill('{ span:name =~ "execute_tool.*" } | select(span:name)');
    await view.locator('#question').press('Control+Enter');
    await view.locator('.span-link').first().waitFor();
    await documentScreenshot(workbench, 'queries', both);
  });

  it('FLOW-18: leads from a span that matches to its place in the trace', async () => {
    const { page } = scene().workbench;
    const view = await webviewFrame(page, '.span-link');
    await view.locator('.span-link').first().click();
    const trace = await webviewFrame(page, '[role="tree"] [aria-selected="true"]');
    match((await trace.locator('[aria-selected="true"]').first().textContent()) ?? '', /\S/);
  });

  it('FLOW-18: draws numbers over time', async () => {
    const { page } = scene().workbench;
    await runCommand(page, 'Holdpoint: Ask the Record');
    const view = await webviewFrame(page, '#question');
    await view.locator('#question').fill('{} | count_over_time() by (span:status)');
    await view.locator('.ask').click();
    await view.locator('.chart canvas').waitFor();
    await view.locator('tbody tr').first().waitFor();
  });

  it('compares two runs side by side', async () => {
    const { workbench } = scene();
    const { page } = workbench;
    await runAndPick(page, 'Holdpoint: Compare With Another Run', 'Volume discount', 'Volume discount');
    const view = await webviewFrame(page, '.comparison tbody tr');
    await view.locator('tr[data-step]').first().waitFor();
    await documentScreenshot(workbench, 'comparison', both);
  });
});
