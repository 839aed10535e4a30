import * as vscode from 'vscode';
import { isTerminal } from '#protocol/states';
import { chooseRun } from '../../choices/chooseSubject';
import type { Desk } from '../../desk';

/** Stops a run for good; what it has done stays done. */
export async function cancelRun(desk: Desk, word?: unknown): Promise<void> {
  const run_id = await chooseRun(desk, word, ({ status }) => !isTerminal('run', status));
  if (run_id !== undefined) {
    await desk.line.current.request('run/cancel', {
      run_id,
      reason: vscode.l10n.t('cancelled in the editor'),
    });
  }
}
