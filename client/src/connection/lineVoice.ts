import * as vscode from 'vscode';
import { told } from '../shown/told';
import type { LineVoice } from './folderLine';

/** Says once, in the status bar and the log, that a server was lost and is back; asks only when it stays away. */
export function lineVoice(log: vscode.LogOutputChannel): LineVoice {
  let shown: vscode.Disposable | undefined;
  const show = (text: string, timeoutMs?: number) => {
    shown?.dispose();
    shown =
      timeoutMs === undefined
        ? vscode.window.setStatusBarMessage(text)
        : vscode.window.setStatusBarMessage(text, timeoutMs);
  };
  return {
    lost: (root) => {
      log.warn(`the server of ${root} ended unexpectedly; it is started again`);
      show(`$(sync~spin) ${vscode.l10n.t('The Holdpoint server ended; it is being started again.')}`);
    },
    back: (root) => {
      log.info(`the server of ${root} is back`);
      show(`$(check) ${vscode.l10n.t('The Holdpoint server is back. Nothing was lost.')}`, 5000);
    },
    givenUp: (root, error, again) => {
      log.error(`the server of ${root} did not come back: ${error.message}`);
      shown?.dispose();
      const start = vscode.l10n.t('Start Again');
      const showLog = vscode.l10n.t('Show Log');
      void vscode.window
        .showErrorMessage(
          vscode.l10n.t('The Holdpoint server did not come back: {0}', told(error.message)),
          start,
          showLog,
        )
        .then((choice) => (choice === start ? again() : choice === showLog ? log.show() : undefined));
    },
  };
}
