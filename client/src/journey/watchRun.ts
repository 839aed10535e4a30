import * as vscode from 'vscode';
import type { ServerLine } from '../connection/serverLine';
import type { Desk } from '../desk';
import { told } from '../shown/told';
import { type RunStanding, untilOver } from './untilOver';

/** Follows a run to its end, and says when a person must do something then; its progress stands in the status bar. */
export async function watchRun(desk: Desk, line: ServerLine, run_id: string): Promise<void> {
  try {
    await sayEnd(desk, await untilOver(line, run_id, () => undefined));
  } catch (error) {
    desk.log.warn(`the run ${run_id} is no longer followed: ${String(error)}`);
  }
}

/** A run that went wrong wants a new version of its plan: said only where the person does not see it. */
async function sayEnd(desk: Desk, { status, plan_title, run_id, end_reason }: RunStanding): Promise<void> {
  if ((status !== 'failed' && status !== 'denied') || desk.sidePanel.showsRuns) {
    return;
  }
  const reason = told(end_reason?.message ?? '');
  const text =
    status === 'denied'
      ? vscode.l10n.t('“{0}” was stopped: {1}', plan_title, reason)
      : vscode.l10n.t('“{0}” failed and needs a new plan version: {1}', plan_title, reason);
  const show = vscode.l10n.t('Show What Happened');
  if ((await vscode.window.showWarningMessage(text, show)) === show) {
    await vscode.commands.executeCommand('holdpoint.run.showReport', { run_id });
  }
}
