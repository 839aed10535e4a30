import * as vscode from 'vscode';
import { commandLine } from '../../commandLine';
import type { Desk } from '../../desk';
import { planFile } from '../../planFile';

/** Runs a plan in the integrated terminal, where the command line asks at each hold point; refused where the workspace is not trusted. */
export async function runPlan({ context }: Desk, file?: vscode.Uri): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    await vscode.window.showErrorMessage(
      vscode.l10n.t('Nothing runs in a workspace that is not trusted. Trust it first, then run the plan.'),
    );
    return;
  }
  const plan = await planFile(file);
  if (plan !== undefined) {
    await vscode.tasks.executeTask(terminalTask(context, plan.path, plan.root));
  }
}

/** A task rather than a bare terminal: the program is started without a shell, and its output stays when it ends. */
function terminalTask(context: vscode.ExtensionContext, path: string, root: string): vscode.Task {
  const { program, args, env } = commandLine(context, ['run', path, '--root', root]);
  const task = new vscode.Task(
    { type: 'process', path },
    vscode.TaskScope.Workspace,
    vscode.l10n.t('Run {0}', vscode.workspace.asRelativePath(path)),
    'Holdpoint',
    new vscode.ProcessExecution(program, [...args], { cwd: root, env: { ...env } }),
    [],
  );
  task.presentationOptions = {
    reveal: vscode.TaskRevealKind.Always,
    panel: vscode.TaskPanelKind.Dedicated,
    focus: true,
    clear: true,
  };
  return task;
}
