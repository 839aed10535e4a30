import type { Extent } from './ast';

/** Something wrong in a query: an error keeps it from being answered, a warning says that it will match nothing. */
export interface QueryProblem {
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly at: Extent;
  /** What could have stood there instead. */
  readonly expected: readonly string[];
}

/** An error at a place. */
export function queryError(message: string, at: Extent, expected: readonly string[] = []): QueryProblem {
  return { severity: 'error', message, at, expected };
}

/** A warning at a place. */
export function queryWarning(message: string, at: Extent): QueryProblem {
  return { severity: 'warning', message, at, expected: [] };
}

/** A problem as one line with its column, which counts from 1. */
export function problemLine({ message, at }: QueryProblem): string {
  return `column ${at.start + 1}: ${message}`;
}

/** What is shown of a text that is not understood. */
export function quoted(text: string): string {
  return `'${text.length > 40 ? `${text.slice(0, 40)}…` : text}'`;
}
