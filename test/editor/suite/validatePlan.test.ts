import { deepStrictEqual, match } from 'node:assert/strict';
import * as vscode from 'vscode';
import { until } from '../../support/until';
import { brokenPlan } from '../cartWorkspace';
import { workspaceFolder } from './holdpointExtension';

/** What we say about a file, whoever of us found it: the command or the language server. */
function ownDiagnostics(file: vscode.Uri): readonly vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(file).filter(({ source }) => /^holdpoint$/i.test(source ?? ''));
}

describe('checking a plan in the editor', () => {
  const file = () => vscode.Uri.joinPath(workspaceFolder(), 'broken.plan.yaml');

  before(() => vscode.workspace.fs.writeFile(file(), Buffer.from(brokenPlan)));

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.workspace.fs.delete(file());
  });

  it('shows each problem at its place', async () => {
    await vscode.window.showTextDocument(file());
    await vscode.commands.executeCommand('holdpoint.plan.validate', file());
    const found = await until(
      'diagnostics',
      () => ownDiagnostics(file()).length > 0 && ownDiagnostics(file()),
      30_000,
    );
    deepStrictEqual(
      found.map(({ range, severity }) => [range.start.line, severity]),
      [[7, vscode.DiagnosticSeverity.Error]],
    );
    match(found[0]?.message ?? '', /nowhere/);
  });
});
