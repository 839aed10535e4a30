import { deepStrictEqual } from 'node:assert/strict';
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { until } from '../../../support/until';
import { englishLeft } from '../../japanese/englishLeft';
import { shownTexts } from '../../japanese/shownTexts';
import { journey } from '../../workbench/journey';
import { dialog, pressDialog } from '../../workbench/messages';
import { openFile, runAndPick, runCommand } from '../../workbench/palette';
import { documentScreenshot } from '../../workbench/screenshot';
import { expand, pressInline, row, showContainer } from '../../workbench/sideBar';
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
const plan = readFileSync('docs/examples/volumeDiscount.ja.plan.yaml', 'utf8');
const mistaken = plan.replace('needs: [read]', 'neds: [read]');
const mistakenLine = mistaken.split('\n').findIndex((line) => line.includes('neds:')) + 1;
const both = ['light', 'dark'] as const;
const ownPanes = '.sidebar .pane .monaco-list-row, .sidebar .pane .welcome-view';

const check = async (name: string, place: Frame | Page, selector = 'body') => {
  const texts = await shownTexts(place, selector);
  appendFileSync(
    '/tmp/jaTexts.txt',
    `\n== ${name}\n${texts.filter((t) => /[A-Za-z]{2}/.test(t)).join('\n')}\n`,
  );
  return englishLeft(texts);
};

journey('主な流れ', { files: { [planFile]: mistaken }, language: 'ja' }, (scene) => {
  it('shows mistakes in Japanese and mends one', async () => {
    const { workbench } = scene();
    const { page } = workbench;
    await openFile(page, planFile);
    await squiggles(page, 'error').first().waitFor();
    await runCommand(page, 'Holdpoint: プランを検査');
    await page.locator('.markers-panel .monaco-list-row').first().waitFor();
    await documentScreenshot(workbench, 'planDiagnostics.ja', both);
    await check('markers', page, '.markers-panel .monaco-list-row');
    await cursorTo(page, mistakenLine, 6);
    await quickFix(page, "'needs' に変更");
    await squiggles(page, 'error').first().waitFor({ state: 'detached' });
    await save(page);
    await page.keyboard.press('Control+J');
  });

  it('asks in Japanese', async () => {
    const { workbench } = scene();
    const { page } = workbench;
    await cursorTo(page, 1);
    await pressLens(lenses(page, '承認').first(), () => dialog(page).waitFor(lensPatience));
    await documentScreenshot(workbench, 'planApproval.ja', both);
    await check('dialog', page, '.monaco-dialog-box');
    await pressDialog(page, '承認');
  });

  it('board', async () => {
    const { workbench } = scene();
    const { page } = workbench;
    await showContainer(page, 'Holdpoint');
    await check('empty', page, ownPanes);
    await runCommand(page, 'Holdpoint: プランボードを表示');
    const board = await webviewFrame(page, '.head h1');
    await board.locator('[data-action="run"]:not([disabled])').click();
    await board.locator('.waiting li').first().waitFor();
    await row(page, approvals, '割引を書き込む').waitFor();
    await documentScreenshot(workbench, 'planBoardWaiting.ja', both);
    await check('board', board);
  });

  it('review', async () => {
    const { workbench } = scene();
    const { page } = workbench;
    await row(page, approvals, '割引を書き込む').click();
    await page.locator('.monaco-diff-editor .line-insert').first().waitFor();
    await pressLens(lenses(page, '却下').last(), () => lenses(page, '却下済み').waitFor(lensPatience));
    await documentScreenshot(workbench, 'hunkRejected.ja', both);
    await check('lenses', page, '.codelens-decoration');
    await runCommand(page, 'Holdpoint: レビューのすべての変更を表示');
    const view = await webviewFrame(page, '.hunk-row');
    await view.locator('.verdict.rejected[aria-pressed="true"]').first().waitFor();
    await documentScreenshot(workbench, 'reviewView.ja', both);
    await check('review', view);
    await view.locator('vscode-button.approve').click();
    await until('the file to change', () =>
      readFileSync(join(scene().folder, 'src/price.mjs'), 'utf8').includes('0.9'),
    );
  });

  it('command', async () => {
    const { workbench } = scene();
    const { page } = workbench;
    await row(page, approvals, 'プロジェクトのテスト').click();
    await page.locator('.editor-instance', { hasText: 'node --test' }).waitFor();
    await documentScreenshot(workbench, 'command.ja', both);
    await check('command', page, '.editor-instance .view-line');
    await pressInline(row(page, approvals, 'プロジェクトのテスト'), '承認');
    await row(page, 'トレース', '成功').waitFor();
    await expand(row(page, sessions, 'まとめ買い'));
    await expand(row(page, sessions, 'バージョン 1'));
    await expand(row(page, sessions, 'の実行'));
    await row(page, sessions, 'apply').first().waitFor();
    await documentScreenshot(workbench, 'sessions.ja', both);
    await check('sessions', page, ownPanes);
  });

  it('trace', async () => {
    const { workbench } = scene();
    const { page } = workbench;
    await runAndPick(page, 'Holdpoint: トレースを表示', 'まとめ買い');
    const trace = await webviewFrame(page, '[role="tree"] [role="treeitem"]');
    await trace.locator('[role="treeitem"]', { hasText: 'apply' }).first().waitFor();
    await documentScreenshot(workbench, 'trace.ja', both);
    await check('trace', trace);
    await runAndPick(page, 'Holdpoint: 実行レポートを表示', 'まとめ買い');
    const report = await webviewFrame(page, 'text=src/price.mjs');
    await documentScreenshot(workbench, 'runReport.ja', both);
    await check('report', report);
    await runCommand(page, 'Holdpoint: 記録に問い合わせる');
    const view = await webviewFrame(page, '[data-query="deploy-without-approval"]');
    await view.locator('#question').fill('{ span:name =~ "execute_tool.*" } | select(span:name)');
    await view.locator('#question').press('Control+Enter');
    await view.locator('.span-link').first().waitFor();
    await documentScreenshot(workbench, 'queries.ja', both);
    deepStrictEqual(await check('query', view), []);
  });
});
