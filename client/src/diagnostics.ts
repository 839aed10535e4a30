import * as vscode from 'vscode';
import type { Problem } from '#protocol/problem';

/** A problem as the editor shows it, underlining the word at its place. */
export function diagnostic(
  document: vscode.TextDocument,
  problem: Problem,
  severity: vscode.DiagnosticSeverity,
): vscode.Diagnostic {
  const place = document.validatePosition(
    new vscode.Position(Math.max(problem.line - 1, 0), Math.max(problem.column - 1, 0)),
  );
  const range = document.getWordRangeAtPosition(place) ?? document.lineAt(place.line).range;
  const shown = new vscode.Diagnostic(range, problem.message, severity);
  shown.source = 'Holdpoint';
  shown.code = problem.code;
  return shown;
}
