import { match } from 'node:assert/strict';
import { until } from '../../../support/until';
import { grantAll } from '../../grantAll';
import { readsJapanese, sideRows } from '../../japanese/readsJapanese';
import { journey } from '../../workbench/journey';
import { pressDialog } from '../../workbench/messages';
import { openFile, runAndPick, runCommand } from '../../workbench/palette';
import { documentScreenshot } from '../../workbench/screenshot';
import { expand, row, showContainer } from '../../workbench/sideBar';
import { squiggles } from '../../workbench/textEditor';
import { webviewFrame } from '../../workbench/webviewFrame';

/** Writes one file that breaks the project's tests, and runs them. */
const plan = `schema: plan/1
title: 送料無料
steps:
  - id: draft
    title: 変更の下書き
    uses: write_file_preview
    with: {path: src/price.mjs, content: "export const price = undefined;\\n"}
  - id: apply
    title: 変更を書き込む
    uses: write_file_apply
    needs: [draft]
    with: {preview: "\${steps.draft.output}"}
  - id: test
    title: テストを実行する
    uses: test.run
    needs: [apply]
    with: {argv: [npm, test]}
`;
const planFile = 'free.plan.yaml';
const traces = 'トレース';
const both = ['light', 'dark'] as const;

journey('the record in Japanese', { files: { [planFile]: plan }, language: 'ja' }, (scene) => {
  it('has a run that failed', async () => {
    const { folder, workbench } = scene();
    const { page } = workbench;
    await showContainer(page, 'Holdpoint');
    await readsJapanese(page, sideRows);
    match(await grantAll(folder, planFile), /exit code 1/);
    await row(page, traces, '失敗').waitFor();
    await readsJapanese(page, sideRows);
  });

  it('says of a failed run what failed, who allowed it and what it changed', async () => {
    const { workbench } = scene();
    const { page } = workbench;
    await runAndPick(page, 'Holdpoint: トレースを表示', '送料無料');
    const view = await webviewFrame(page, '.summary .answers');
    await view.locator('[data-action="first-error"]').click();
    const details = view.locator('.details');
    await details.getByText('が承認').first().waitFor();
    await documentScreenshot(workbench, 'failedSpan.ja', both);
    await readsJapanese(view, '.summary, .tools, [role="tree"], .details .note');
    await details.locator('[data-action="approval"]').first().click();
    const approval = page.locator('.editor-group-container .view-lines', { hasText: 'npm' });
    await approval.first().waitFor();
    await documentScreenshot(workbench, 'failedApproval.ja');
    await readsJapanese(page, '.editor-instance .view-line');
  });

  it('shows what the run changed beside its trace', async () => {
    const { workbench } = scene();
    const { page } = workbench;
    await runAndPick(page, 'Holdpoint: トレースを表示', '送料無料');
    const view = await webviewFrame(page, '.summary .answers');
    await view.locator('.answers .link.mono').first().click();
    await page.locator('.tab.active', { hasText: '記録された変更' }).waitFor();
    await page.locator('.monaco-diff-editor .view-line', { hasText: 'undefined' }).first().waitFor();
    await documentScreenshot(workbench, 'failedChange.ja');
  });

  it('answers queries, and compares two runs', async () => {
    const { folder, workbench } = scene();
    const { page } = workbench;
    await runCommand(page, 'Holdpoint: 記録に問い合わせる');
    const queries = await webviewFrame(page, '[data-query="deploy-without-approval"]');
    await queries.locator('#question').fill('{ span:name =~ "execute_tool.*" } | select(span:name)');
    await queries.locator('#question').press('Control+Enter');
    await queries.locator('.span-link').first().waitFor();
    await documentScreenshot(workbench, 'queries.ja', both);
    await readsJapanese(queries, '.queries, .work');
    match(await grantAll(folder, planFile), /exit code 1/);
    await row(page, traces, '失敗').nth(1).waitFor();
    await runAndPick(page, 'Holdpoint: 別の実行と比較', '送料無料', '送料無料');
    const comparison = await webviewFrame(page, '.comparison tbody tr');
    await comparison.locator('tr[data-step]').first().waitFor();
    await documentScreenshot(workbench, 'comparison.ja', both);
    await readsJapanese(comparison);
  });
});

const restricted = {
  'security.workspace.trust.enabled': true,
  'security.workspace.trust.startupPrompt': 'never',
};

journey(
  'a folder that nobody trusts, in Japanese',
  {
    settings: restricted,
    files: { [planFile]: plan.replace('needs: [draft]', 'neds: [draft]') },
    language: 'ja',
  },
  (scene) => {
    it('is checked, and says why nothing runs', async () => {
      const { workbench } = scene();
      const { page } = workbench;
      await openFile(page, planFile);
      await runCommand(page, 'Holdpoint: プランを検査');
      await squiggles(page, 'error').first().waitFor();
      await showContainer(page, 'Holdpoint');
      await page.locator('.sidebar .pane .welcome-view', { hasText: '信頼' }).first().waitFor();
      await documentScreenshot(workbench, 'untrusted.ja');
      await readsJapanese(page, sideRows);
    });
  },
);

const lookAndListen = `schema: plan/1
title: 見てから聞く
steps:
  - id: look
    uses: list_dir
    with: {path: .}
  - id: listen
    uses: test.run
    needs: [look]
    with: {argv: [node, -e, "console.log('heard'); process.exit(3)"]}
`;

journey(
  'a plan in the view of tests, in Japanese',
  { files: { 'listen.plan.yaml': lookAndListen }, language: 'ja' },
  (scene) => {
    it('shows how each step went', async () => {
      const { workbench } = scene();
      const { page } = workbench;
      await openFile(page, 'listen.plan.yaml');
      await runCommand(page, 'Testing: Focus on Test Explorer View');
      const tree = page.locator('.test-explorer');
      await tree.locator('.monaco-list-row', { hasText: 'listen.plan.yaml' }).first().waitFor();
      await runCommand(page, 'Test: Run All Tests');
      const board = await webviewFrame(page, 'text=プランを承認');
      await board.getByRole('button', { name: 'プランを承認' }).click();
      await runAndPick(page, 'Holdpoint: 承認…', 'listen');
      await pressDialog(page, '承認');
      const results = page.locator('.panel').first();
      await until(
        'the failed step',
        async () => ((await results.textContent()) ?? '').includes('終了コード 3'),
        45_000,
      );
      await expand(tree.locator('.monaco-list-row', { hasText: '見てから聞く' }).first());
      const look = tree.locator('.monaco-list-row[aria-level="2"]').first();
      match((await look.getAttribute('aria-label')) ?? '', /look.*passed/i);
      await documentScreenshot(workbench, 'planTests.ja');
    });
  },
);
