import * as vscode from 'vscode';
import { callCommandLine, commandLine } from '../../commandLine';
import type { Desk } from '../../desk';
import { diagnostic } from '../../diagnostics';
import { type PlanFile, planFile } from '../../planFile';
import { readValidation, type ValidationAnswer } from '../../validationAnswer';

/** Checks a plan without running or starting anything, and shows every problem at its place. */
export async function validatePlan({ context, problems }: Desk, file?: vscode.Uri): Promise<void> {
  const plan = await planFile(file);
  if (plan === undefined) {
    return;
  }
  const call = commandLine(context, [
    'plan',
    'validate',
    plan.path,
    '--json',
    '--no-start',
    '--root',
    plan.root,
  ]);
  const { stdout, stderr } = await callCommandLine(call, plan.root);
  await show(plan, problems, readValidation(stdout, stderr));
}

async function show(
  { document }: PlanFile,
  problems: vscode.DiagnosticCollection,
  answer: ValidationAnswer,
): Promise<void> {
  if (answer.kind === 'failed') {
    await vscode.window.showErrorMessage(vscode.l10n.t('The plan could not be checked: {0}', answer.message));
    return;
  }
  problems.set(document.uri, [
    ...answer.errors.map((problem) => diagnostic(document, problem, vscode.DiagnosticSeverity.Error)),
    ...answer.warnings.map((problem) => diagnostic(document, problem, vscode.DiagnosticSeverity.Warning)),
  ]);
  if (answer.errors.length === 0) {
    const title = answer.title ?? vscode.workspace.asRelativePath(document.uri);
    await vscode.window.showInformationMessage(
      vscode.l10n.t('“{0}” has no errors ({1} steps).', title, answer.stepCount),
    );
    return;
  }
  await vscode.commands.executeCommand('workbench.actions.view.problems');
}
