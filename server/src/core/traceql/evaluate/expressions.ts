import { RE2JS } from 're2js';

/** The regular expressions of one query, each compiled once; they hold for a whole text. */
export class Expressions {
  readonly #compiled = new Map<string, RE2JS | null>();

  matches(expression: string, text: string): boolean {
    let compiled = this.#compiled.get(expression);
    if (compiled === undefined) {
      compiled = compileOrNull(expression);
      this.#compiled.set(expression, compiled);
    }
    return compiled?.matches(text) ?? false;
  }
}

function compileOrNull(expression: string): RE2JS | null {
  try {
    return RE2JS.compile(expression, RE2JS.DOTALL);
  } catch {
    // The check of the query has refused it; whoever evaluates nevertheless gets no match.
    return null;
  }
}
