import * as vscode from 'vscode';
import { AppError } from '#protocol/errors';
import type { ServerLine } from './connection/serverLine';
import { plainMessage } from './shown/plainMessage';
import { told } from './shown/told';

/** Shows once why something did not work, with its next step; what the person stopped shows nothing. */
export async function showFailure(error: unknown, line?: Pick<ServerLine, 'request'>): Promise<void> {
  if (isStopped(error)) {
    return;
  }
  if (!(error instanceof AppError) || error.code === 'INTERNAL') {
    const reason = error instanceof Error ? error.message : String(error);
    await offer(vscode.l10n.t('Holdpoint: this is our fault, not yours: {0}', told(reason)), [
      { title: vscode.l10n.t('Copy Diagnostics'), command: 'holdpoint.diagnostics.copy' },
    ]);
    return;
  }
  if (error.details['cause'] === 'unsaved_changes' && line !== undefined) {
    const { offerUnsavedChoice } = await import('./workspace/unsavedChoice');
    await offerUnsavedChoice(line, unsavedFound(error));
    return;
  }
  await offer(`Holdpoint: ${messageOf(error)}`, nextSteps(error));
}

/** A button under a message. */
interface NextStep {
  readonly title: string;
  readonly command: string;
}

async function offer(message: string, steps: readonly NextStep[]): Promise<void> {
  const choice = await vscode.window.showErrorMessage(
    plainMessage(message),
    ...steps.map(({ title }) => title),
  );
  const step = steps.find(({ title }) => title === choice);
  if (step !== undefined) {
    await vscode.commands.executeCommand(step.command);
  }
}

/** What happens to a window and its server is said in the person's language; all else in the words of the server. */
function messageOf({ message, details }: AppError): string {
  switch (details['cause']) {
    case 'protocol':
      return vscode.l10n.t(
        'The server of this folder is of another version than this window. Restart it to go on; runs and approvals are kept.',
      );
    case 'locked':
      return vscode.l10n.t(
        'Another process holds the record of this folder and does not answer. End it, then start again.',
      );
    case 'folder_gone':
      return vscode.l10n.t(
        'The folder is gone. Bring it back or open another one; nothing else was changed.',
      );
    case 'untrusted_workspace':
      return vscode.l10n.t('Nothing runs and nothing is decided in a workspace that is not trusted.');
    default:
      return told(message);
  }
}

function nextSteps({ code, details }: AppError): readonly NextStep[] {
  const restart = { title: vscode.l10n.t('Restart Server'), command: 'holdpoint.server.restart' };
  const showLog = { title: vscode.l10n.t('Show Log'), command: 'holdpoint.server.showLog' };
  switch (details['cause']) {
    case 'protocol':
      return [restart];
    case 'no_folder':
    case 'folder_gone':
      return [{ title: vscode.l10n.t('Open Folder'), command: 'workbench.action.files.openFolder' }];
    case 'untrusted_workspace':
      return [{ title: vscode.l10n.t('Manage Trust'), command: 'workbench.trust.manage' }];
    default:
      return code === 'SERVER_UNREACHABLE'
        ? [{ ...restart, title: vscode.l10n.t('Start Again') }, showLog]
        : [];
  }
}

function unsavedFound({ details }: AppError) {
  const { paths, approval_id, run_id } = details;
  return {
    roots: (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath),
    paths: Array.isArray(paths) ? paths.map(String) : [],
    approvalId: typeof approval_id === 'string' ? approval_id : null,
    runId: typeof run_id === 'string' ? run_id : null,
  };
}

function isStopped(error: unknown): boolean {
  return error instanceof vscode.CancellationError || (error instanceof Error && error.name === 'AbortError');
}
