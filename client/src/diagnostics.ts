import * as vscode from 'vscode';
import type { Problem } from '#protocol/problem';
import { told } from './shown/told';

/** What a check found in a document. */
export interface CheckedText {
  readonly errors: readonly Shown[];
  readonly warnings: readonly Shown[];
}

type Shown = Pick<Problem, 'line' | 'column' | 'message'> & { readonly code: string };

/** Shows what a check found at its places, beside what the language server already shows there. */
export function showProblems(
  problems: vscode.DiagnosticCollection,
  document: vscode.TextDocument,
  { errors, warnings }: CheckedText,
): void {
  problems.delete(document.uri);
  const shown = vscode.languages.getDiagnostics(document.uri);
  const found = [
    ...errors.map((problem) => diagnostic(document, problem, vscode.DiagnosticSeverity.Error)),
    ...warnings.map((problem) => diagnostic(document, problem, vscode.DiagnosticSeverity.Warning)),
  ];
  problems.set(
    document.uri,
    found.filter((one) => !shown.some((other) => isSame(one, other))),
  );
}

/** A problem as the editor shows it, underlining the word at its place. */
function diagnostic(
  document: vscode.TextDocument,
  problem: Shown,
  severity: vscode.DiagnosticSeverity,
): vscode.Diagnostic {
  const place = document.validatePosition(
    new vscode.Position(Math.max(problem.line - 1, 0), Math.max(problem.column - 1, 0)),
  );
  const range = document.getWordRangeAtPosition(place) ?? document.lineAt(place.line).range;
  const shown = new vscode.Diagnostic(range, told(problem.message), severity);
  shown.source = 'Holdpoint';
  shown.code = problem.code;
  return shown;
}

function isSame(one: vscode.Diagnostic, other: vscode.Diagnostic): boolean {
  return one.range.start.line === other.range.start.line && one.message === other.message;
}
