import { deepStrictEqual, match } from 'node:assert/strict';
import * as vscode from 'vscode';
import { until } from '../../support/until';
import { brokenPlan } from '../cartWorkspace';
import { workspaceFolder } from './holdpointExtension';

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
      () =>
        vscode.languages.getDiagnostics(file()).filter(({ source }) => source === 'Holdpoint').length > 0 &&
        vscode.languages.getDiagnostics(file()),
      30_000,
    );
    deepStrictEqual(
      found.map(({ range, severity }) => [range.start.line, severity]),
      [[7, vscode.DiagnosticSeverity.Error]],
    );
    match(found[0]?.message ?? '', /nowhere/);
  });
});
