import * as vscode from 'vscode';
import type { ViewName } from '#protocol/views/opening';
import type { Desk } from '../desk';
import { hearPanelFolders } from '../folders/panelFolder';
import { logViewsIn } from './viewFaults';

/** Brings the panels of the last time back when the window is reloaded; each view is loaded only when one was open. */
export function restorePanels({ line, log }: Desk): vscode.Disposable {
  logViewsIn(log);
  hearPanelFolders((root) => line.at(root));
  const whole = () => import('./webviewPanel');
  return vscode.Disposable.from(
    restorer('plan', async (panel, state) => {
      const [{ restoreView }, { planBoard }] = await Promise.all([whole(), import('./planBoard')]);
      restoreView(planBoard(line.at(rootOf(state))), panel, state);
    }),
    restorer('change', async (panel, state) => {
      const [{ restoreView }, { changeReview }] = await Promise.all([whole(), import('./changeReview')]);
      restoreView(changeReview(line.at(rootOf(state))), panel, state);
    }),
    restorer('report', async (panel, state) => {
      const [{ restoreView }, { runReport }] = await Promise.all([whole(), import('./runReport')]);
      restoreView(runReport(line.at(rootOf(state))), panel, state);
    }),
    restorer('query', async (panel, state) => {
      const [{ restoreView }, { queryPanel }] = await Promise.all([whole(), import('./query/queryPanel')]);
      restoreView(queryPanel(line.at(rootOf(state))), panel, state);
    }),
    restorer('compare', async (panel, state) => {
      const [{ restoreView }, { comparePanel }] = await Promise.all([
        whole(),
        import('./compare/comparePanel'),
      ]);
      restoreView(comparePanel(line.at(rootOf(state))), panel, state);
    }),
    restorer('trace', async (panel, state) => {
      const [{ restoreView }, { tracePanel }] = await Promise.all([whole(), import('./tracePanel')]);
      restoreView(tracePanel(line.at(rootOf(state))), panel, state);
    }),
  );
}

/** The folder that a panel was about; those of earlier versions do not say. */
function rootOf(state: unknown): string | undefined {
  const root = (state as { readonly root?: unknown } | null)?.root;
  return typeof root === 'string' ? root : undefined;
}

type Restore = (panel: vscode.WebviewPanel, state: unknown) => Promise<void>;

function restorer(name: ViewName, restore: Restore): vscode.Disposable {
  return vscode.window.registerWebviewPanelSerializer(`holdpoint.${name}`, {
    deserializeWebviewPanel: restore,
  });
}
