import { match } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../../../support/until';
import { removeCart } from '../../cartWorkspace';
import { readsJapanese, sideRows } from '../../japanese/readsJapanese';
import { japanesePlan, journey } from '../../workbench/journey';
import { dialog, pressDialog } from '../../workbench/messages';
import { openFile, runAndPick, runCommand } from '../../workbench/palette';
import { documentScreenshot } from '../../workbench/screenshot';
import { chooseFromMenu, expand, pressInline, row, showContainer } from '../../workbench/sideBar';
import {
  cursorTo,
  lenses,
  lensPatience,
  pressLens,
  quickFix,
  save,
  squiggles,
} from '../../workbench/textEditor';
import { webviewFrame } from '../../workbench/webviewFrame';

const approvals = '承認待ち';
const sessions = 'セッションとプラン';
const planFile = 'volumeDiscount.plan.yaml';
const mistaken = japanesePlan.replace('needs: [read]', 'neds: [read]');
const mistakenLine = mistaken.split('\n').findIndex((line) => line.includes('neds:')) + 1;
const both = ['light', 'dark'] as const;

journey('the main job in Japanese', { files: { [planFile]: mistaken }, language: 'ja' }, (scene) => {
  const price = () => readFileSync(join(scene().folder, 'src/price.mjs'), 'utf8');
  let sample = '';

  after(async () => {
    if (sample !== '') {
      await removeCart(sample);
    }
  });

  it('says what is wrong with a plan, and mends it', async () => {
    const { workbench } = scene();
    const { page } = workbench;
    await openFile(page, planFile);
    await squiggles(page, 'error').first().waitFor();
    await runCommand(page, 'Holdpoint: プランを検査');
    await page
      .locator('.markers-panel .monaco-list-row', { hasText: "'neds' は不明なキーです" })
      .first()
      .waitFor();
    await documentScreenshot(workbench, 'planDiagnostics.ja');
    await cursorTo(page, mistakenLine, 6);
    await quickFix(page, "'needs' に変更");
    await squiggles(page, 'error').first().waitFor({ state: 'detached' });
    await save(page);
    await runCommand(page, 'View: Hide Panel');
    await page.locator('.markers-panel').waitFor({ state: 'hidden' });
    await cursorTo(page, 1);
  });

  it('asks about the plan, from its lens', async () => {
    const { workbench } = scene();
    const { page } = workbench;
    await pressLens(lenses(page, '承認').first(), () => dialog(page).waitFor(lensPatience));
    await documentScreenshot(workbench, 'planApproval.ja');
    await readsJapanese(page, '.monaco-dialog-box');
    await pressDialog(page, '承認');
  });

  it('shows the plan on its board, and what waits beside it', async () => {
    const { workbench } = scene();
    const { page } = workbench;
    await showContainer(page, 'Holdpoint');
    await readsJapanese(page, sideRows);
    await runCommand(page, 'Holdpoint: プランボードを表示');
    const board = await webviewFrame(page, '.head h1');
    await board.locator('[data-action="run"]:not([disabled])').click();
    await board.locator('.waiting li').first().waitFor();
    await row(page, approvals, '割引を書き込む').waitFor();
    await documentScreenshot(workbench, 'planBoardWaiting.ja', both);
    await readsJapanese(board);
  });

  it('reviews the change in the diff and in its own view', async () => {
    const { workbench } = scene();
    const { page } = workbench;
    await row(page, approvals, '割引を書き込む').click();
    await page.locator('.monaco-diff-editor .line-insert').first().waitFor();
    await pressLens(lenses(page, '却下').last(), () => lenses(page, '却下済み').waitFor(lensPatience));
    await documentScreenshot(workbench, 'hunkRejected.ja', both);
    await readsJapanese(page, '.codelens-decoration');
    await runCommand(page, 'Holdpoint: レビューのすべての変更を表示');
    const view = await webviewFrame(page, '.hunk-row');
    await view.locator('.verdict.rejected[aria-pressed="true"]').first().waitFor();
    await documentScreenshot(workbench, 'reviewView.ja');
    await readsJapanese(view);
    await view.locator('vscode-button.approve').click();
    await until('the file to change', () => price().includes('0.9'));
  });

  it('shows a command in full, and how each step went', async () => {
    const { workbench } = scene();
    const { page } = workbench;
    const waiting = row(page, approvals, 'プロジェクトのテスト');
    await waiting.click();
    await page.locator('.editor-instance', { hasText: 'node --test' }).waitFor();
    await documentScreenshot(workbench, 'command.ja');
    await readsJapanese(page, '.editor-instance .view-line');
    await pressInline(waiting, '承認');
    await row(page, 'トレース', '成功').waitFor();
    await expand(row(page, sessions, 'まとめ買い'));
    await expand(row(page, sessions, 'バージョン 1'));
    await expand(row(page, sessions, 'の実行'));
    await row(page, sessions, 'が承認').first().waitFor();
    await documentScreenshot(workbench, 'sessions.ja');
    await readsJapanese(page, sideRows);
  });

  it('shows the trace and the report', async () => {
    const { workbench } = scene();
    const { page } = workbench;
    await runAndPick(page, 'Holdpoint: トレースを表示', 'まとめ買い');
    const trace = await webviewFrame(page, '[role="tree"] [role="treeitem"]');
    await trace.locator('[role="treeitem"]', { hasText: 'test.run' }).first().waitFor();
    await documentScreenshot(workbench, 'trace.ja', both);
    await readsJapanese(trace);
    await openFile(page, planFile);
    const report = await pressLens(lenses(page, '前回の実行: 成功.*').first(), () =>
      webviewFrame(page, 'text=src/price.mjs', lensPatience.timeout),
    );
    await documentScreenshot(workbench, 'runReport.ja', both);
    await readsJapanese(report);
  });

  it('lists the files that a rollback would put back', async () => {
    const { workbench } = scene();
    const { page } = workbench;
    await chooseFromMenu(page, row(page, sessions, 'の実行'), '実行をロールバック');
    const found = page.locator('.quick-input-list .monaco-list-row', { hasText: 'src/price.mjs' });
    await found.filter({ hasText: '元に戻します' }).waitFor();
    await documentScreenshot(workbench, 'rollBack.ja');
    await page.keyboard.press('Escape');
  });

  it('opens the sample project with a plan and a walkthrough to read', async () => {
    const { workbench } = scene();
    const opened = workbench.page.context().waitForEvent('page');
    await runAndPick(workbench.page, 'Holdpoint: サンプルプロジェクトを開く', '新しい一時フォルダー');
    const page = await opened;
    sample = await until('the folder of the sample', () => {
      const { searchParams } = new URL(page.url());
      return searchParams.get('folder') ?? undefined;
    });
    await page.getByText('検査は何も実行せず').first().waitFor({ timeout: 45_000 });
    match(readFileSync(join(sample, planFile), 'utf8'), /まとめ買い/);
    await documentScreenshot({ ...workbench, page }, 'walkthrough.ja');
  });
});
