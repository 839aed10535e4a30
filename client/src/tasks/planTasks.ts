import * as vscode from 'vscode';
import { findPlanFiles } from '../workspace/planFiles';
import { commandLine } from './commandLine';

const type = 'holdpoint';
const mostFiles = 100;
const actions = ['validate', 'run'] as const;

type Action = (typeof actions)[number];

/** Offers to check and to run each plan of the workspace in a terminal, through the bundled command line. */
export class PlanTasks implements vscode.TaskProvider {
  readonly #context: vscode.ExtensionContext;

  constructor(context: vscode.ExtensionContext) {
    this.#context = context;
  }

  async provideTasks(): Promise<vscode.Task[]> {
    const files = await findPlanFiles(mostFiles);
    return files.flatMap((uri) => {
      const folder = vscode.workspace.getWorkspaceFolder(uri);
      const plan = vscode.workspace.asRelativePath(uri, false);
      return folder === undefined
        ? []
        : actions.map((action) => this.#task({ type, action, plan }, folder, action, plan));
    });
  }

  resolveTask(task: vscode.Task): vscode.Task | undefined {
    const { action, plan } = task.definition;
    const folder = typeof task.scope === 'object' ? task.scope : vscode.workspace.workspaceFolders?.[0];
    const isKnown = typeof plan === 'string' && actions.includes(action as Action);
    return folder === undefined || !isKnown
      ? undefined
      : this.#task(task.definition, folder, action as Action, plan);
  }

  /** The program is started without a shell, so that nothing in a file's name is a command. */
  #task(
    definition: vscode.TaskDefinition,
    folder: vscode.WorkspaceFolder,
    action: Action,
    plan: string,
  ): vscode.Task {
    const root = folder.uri.fsPath;
    // A file may be called as an option is; a path never begins like one.
    const file = plan.startsWith('-') ? `./${plan}` : plan;
    const words = action === 'run' ? ['run', file] : ['plan', 'validate', file, '--no-start'];
    const { program, args, env } = commandLine(this.#context, [...words, '--root', root]);
    const name = action === 'run' ? vscode.l10n.t('run {0}', plan) : vscode.l10n.t('check {0}', plan);
    const execution = new vscode.ProcessExecution(program, [...args], { cwd: root, env: { ...env } });
    const matchers = action === 'validate' ? ['$holdpoint'] : [];
    const task = new vscode.Task(definition, folder, name, 'Holdpoint', execution, matchers);
    task.presentationOptions = { reveal: vscode.TaskRevealKind.Always, focus: action === 'run', clear: true };
    return task;
  }
}
