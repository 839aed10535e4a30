import * as vscode from 'vscode';
import type { Desk } from '../desk';

/** Brings the panels of the last time back when the window is reloaded; each view is loaded only when one was open. */
export function restorePanels({ line, log }: Desk): vscode.Disposable {
  const restored = async (panel: vscode.WebviewPanel, state: unknown, load: Loading) => {
    const [{ restoreView }, { logViewsIn }] = await Promise.all([
      import('./webviewPanel'),
      import('./viewFaults'),
    ]);
    logViewsIn(log);
    const { restore } = await load();
    restore(restoreView, panel, state);
  };
  const restorer = (load: Loading): vscode.WebviewPanelSerializer => ({
    deserializeWebviewPanel: (panel, state: unknown) => restored(panel, state, load),
  });
  return vscode.Disposable.from(
    vscode.window.registerWebviewPanelSerializer(
      'holdpoint.plan',
      restorer(async () => {
        const { planBoard } = await import('./planBoard');
        return { restore: (again, panel, state) => again(planBoard(line.current), panel, state) };
      }),
    ),
    vscode.window.registerWebviewPanelSerializer(
      'holdpoint.change',
      restorer(async () => {
        const { changeReview } = await import('./changeReview');
        return { restore: (again, panel, state) => again(changeReview(line.current), panel, state) };
      }),
    ),
    vscode.window.registerWebviewPanelSerializer(
      'holdpoint.report',
      restorer(async () => {
        const { runReport } = await import('./runReport');
        return { restore: (again, panel, state) => again(runReport(line.current), panel, state) };
      }),
    ),
  );
}

type Restore = typeof import('./webviewPanel').restoreView;
type Loading = () => Promise<{
  readonly restore: (again: Restore, panel: vscode.WebviewPanel, state: unknown) => void;
}>;
