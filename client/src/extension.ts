import * as vscode from 'vscode';
import { commandTable } from './commandTable';
import type { Desk } from './desk';

/** Called when the first command of Holdpoint is used, not before: registers what the palette offers. */
export function activate(context: vscode.ExtensionContext): void {
  const problems = vscode.languages.createDiagnosticCollection('holdpoint');
  const desk: Desk = { context, problems };
  context.subscriptions.push(
    problems,
    vscode.workspace.onDidChangeTextDocument(({ document }) => problems.delete(document.uri)),
    ...Object.entries(commandTable).map(([id, act]) =>
      vscode.commands.registerCommand(id, (...words: readonly unknown[]) => act(desk, ...words)),
    ),
  );
}
