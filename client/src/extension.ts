import * as vscode from 'vscode';
import { runPlan } from './commands/runPlan';
import { validatePlan } from './commands/validatePlan';

/** Called when the first command of Holdpoint is used, not before: registers what the palette offers. */
export function activate(context: vscode.ExtensionContext): void {
  const problems = vscode.languages.createDiagnosticCollection('holdpoint');
  context.subscriptions.push(
    problems,
    vscode.workspace.onDidChangeTextDocument(({ document }) => problems.delete(document.uri)),
    vscode.commands.registerCommand('holdpoint.plan.run', (file?: vscode.Uri) => runPlan(context, file)),
    vscode.commands.registerCommand('holdpoint.plan.validate', (file?: vscode.Uri) =>
      validatePlan(context, problems, file),
    ),
  );
}
