import type { Diagnostic, Severity, TextRange } from '#protocol/language/service';
import type { Problem } from '#protocol/problem';
import type { TextLines } from './text/textLines';

/** A diagnostic with the place in the document that it is about. */
export interface Finding {
  readonly diagnostic: Diagnostic;
  readonly path: string;
}

type Said = Pick<Problem, 'path' | 'line' | 'column' | 'message'> & { readonly code: string };

/** A problem at the word that it begins with. */
export function finding(problem: Said, severity: Severity, lines: TextLines): Finding {
  const { code, message, path } = problem;
  const range = wordAt(lines, problem.line - 1, problem.column - 1);
  return { path, diagnostic: { range, severity, code, source: 'holdpoint', message } };
}

const wordForm = /"(?:[^"\\]|\\.)*"|'[^']*'|[^\s,\]}#:]+(?::[^\s,\]}#]+)*|\S/y;

/** The word that starts at a place, or the rest of its line where that is not plain. */
function wordAt(lines: TextLines, line: number, character: number): TextRange {
  const text = lines.line(line);
  wordForm.lastIndex = character;
  const length = wordForm.exec(text)?.[0].length ?? 0;
  const start = { line, character };
  return { start, end: { line, character: character + length } };
}
