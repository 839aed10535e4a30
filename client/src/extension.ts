import * as vscode from 'vscode';
import { commandTable } from './commandTable';
import { ServerLines } from './connection/serverLines';
import type { Desk } from './desk';

/** Called when something of Holdpoint is first used, not before: registers what the palette offers. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Holdpoint', { log: true });
  const line = new ServerLines(context, log);
  const problems = vscode.languages.createDiagnosticCollection('holdpoint');
  const desk: Desk = { context, problems, line, log };
  context.subscriptions.push(
    log,
    line,
    problems,
    vscode.workspace.onDidChangeTextDocument(({ document }) => problems.delete(document.uri)),
    ...Object.entries(commandTable).map(([id, act]) =>
      vscode.commands.registerCommand(id, (...words: readonly unknown[]) => act(desk, ...words).catch(fail)),
    ),
  );
}

async function fail(error: unknown): Promise<void> {
  const { showFailure } = await import('./failures');
  await showFailure(error);
}
