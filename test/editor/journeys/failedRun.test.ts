import { match } from 'node:assert/strict';
import { until } from '../../support/until';
import { grantAll } from '../grantAll';
import { journey } from '../workbench/journey';
import { runAndPick } from '../workbench/palette';
import { documentScreenshot, screenshot } from '../workbench/screenshot';
import { row, showContainer } from '../workbench/sideBar';
import { webviewFrame } from '../workbench/webviewFrame';

/** Writes one file that breaks the project's tests, and runs them. */
const plan = `schema: plan/1
title: Free delivery
steps:
  - id: draft
    title: Draft the change
    uses: write_file_preview
    with: {path: src/price.mjs, content: "export const price = undefined;\\n"}
  - id: apply
    title: Write the change
    uses: write_file_apply
    needs: [draft]
    with: {preview: "\${steps.draft.output}"}
  - id: test
    title: Run the tests
    uses: shell.run
    needs: [apply]
    with: {argv: [npm, test]}
`;

const both = ['light', 'dark'] as const;

journey('somebody who asks why a run failed', { files: { 'free.plan.yaml': plan } }, (scene) => {
  const trace = async () => {
    const { page } = scene().workbench;
    await runAndPick(page, 'Holdpoint: Show Trace', 'Free delivery');
    return await webviewFrame(page, '.summary .answers');
  };

  it('has a run that failed in the record', async () => {
    const { folder, workbench } = scene();
    const { page } = workbench;
    match(await grantAll(folder, 'free.plan.yaml'), /exit code 1/);
    await showContainer(page, 'Holdpoint');
    await row(page, 'Traces', 'Free delivery').first().waitFor();
  });

  it('sees in its trace at once why, by whom it was allowed and what it changed', async () => {
    const { workbench } = scene();
    const summary = (await (await trace()).locator('.summary').first().textContent()) ?? '';
    match(summary, /Failed/);
    match(summary, /exit code 1/);
    match(summary, /src\/price\.mjs/);
    match(summary, /user:/);
    await screenshot(workbench, 'failedRun');
  });

  it('finds with a first click the span that failed, its rule and who approved it', async () => {
    const { workbench } = scene();
    const view = await trace();
    await view.locator('[data-action="first-error"]').click();
    const details = view.locator('.details');
    await details
      .getByText(/approved by user:/i)
      .first()
      .waitFor();
    match((await details.textContent()) ?? '', /exit code 1/);
    await documentScreenshot(workbench, 'failedSpan', both);
  });

  it('opens with a second click what was allowed, in full', async () => {
    const { workbench } = scene();
    const view = await trace();
    await view.locator('.details [data-action="approval"]').first().click();
    const approval = workbench.page.locator('.editor-group-container .view-lines', { hasText: 'npm' });
    await approval.first().waitFor();
    await documentScreenshot(workbench, 'failedApproval');
  });

  it('sees with a third click what it changed, as a difference', async () => {
    const { workbench } = scene();
    const { page } = workbench;
    await (await trace()).locator('.answers .link.mono').first().click();
    const editor = page.locator('.diff-editor, .monaco-diff-editor').first();
    await editor.waitFor();
    await until('the change', async () =>
      /export const price = undefined/.test(await shownText(editor.textContent())),
    );
    await documentScreenshot(workbench, 'failedChange');
  });

  it('is led from the span to the step in the plan', async () => {
    const { page } = scene().workbench;
    const view = await trace();
    await view.locator('[data-action="first-error"]').click();
    await view.locator('.details [data-action="step"]').click();
    const board = await webviewFrame(page, 'text="Run the tests"');
    match(
      (await board.locator('body').textContent()) ?? '',
      /Run the tests[\s\S]*'npm' ended with exit code 1/,
    );
  });

  it('is led from the span that wrote to its change, and to the file as it is now', async () => {
    const { page } = scene().workbench;
    const writing = async () => {
      const view = await trace();
      await view.locator('[role="treeitem"]', { hasText: 'write_file_apply' }).first().click();
      return view.locator('.details');
    };
    await (await writing()).locator('.link.mono', { hasText: 'src/price.mjs' }).first().click();
    await page.locator('.tab', { hasText: 'src/price.mjs: recorded change' }).first().waitFor();
    await (await writing()).locator('[data-action="file"]').first().click();
    await page
      .locator('.tab.active', { hasText: /^price\.mjs/ })
      .first()
      .waitFor();
    const text = page.locator('.editor-group-container.active .view-lines');
    await until('the file', async () =>
      /export const price = undefined/.test(await shownText(text.first().textContent())),
    );
  });
});

/** Editors draw a space as one that does not break. */
async function shownText(text: Promise<string | null>): Promise<string> {
  return ((await text) ?? '').replaceAll('\u00a0', ' ');
}
