import { type Comparison, comparisons, type Expression } from './expression';
import { type ExpressionError, type Token, tokenize } from './tokenize';

/** A condition understood, or the first mistake in it. */
export type ParsedExpression = { readonly ast: Expression } | { readonly error: ExpressionError };

const longestText = 4096;
const deepestNesting = 64;

/**
 * Reads a condition such as `inputs.deploy == true && !(steps.test.status != "succeeded")`. `locals` are the names
 * a loop adds; every other bare name is an error.
 */
export function parseExpression(text: string, locals: readonly string[] = []): ParsedExpression {
  if (text.length > longestText) {
    return { error: { column: longestText, message: `a condition has at most ${longestText} characters` } };
  }
  const lexed = tokenize(text);
  if ('error' in lexed) return lexed;
  const unknown = lexed.tokens.find((token) => token.kind === 'name' && !isKnown(token, locals));
  if (unknown?.kind === 'name') {
    return {
      error: { column: unknown.column, message: `unknown name '${String(unknown.reference.path[0])}'` },
    };
  }
  const parser = new ExpressionParser(lexed.tokens);
  const ast = parser.parse();
  return parser.error || !ast
    ? { error: parser.error ?? { column: 1, message: 'the condition is empty' } }
    : { ast };
}

function isKnown(token: Token & { kind: 'name' }, locals: readonly string[]): boolean {
  return token.reference.root !== 'local' || locals.includes(String(token.reference.path[0]));
}

/** Recursive descent; the first error is kept and makes every level return `null`. */
class ExpressionParser {
  error: ExpressionError | null = null;
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  parse(): Expression | null {
    const whole = this.#chain('or');
    if (whole && this.#token.kind !== 'end') return this.#fail('an operator is expected here');
    return whole;
  }

  get #token(): Token {
    return this.#tokens[this.#at] ?? { kind: 'end', column: 1 };
  }

  #chain(kind: 'or' | 'and'): Expression | null {
    const operator = kind === 'or' ? '||' : '&&';
    const column = this.#token.column;
    const operands: Expression[] = [];
    do {
      const operand = kind === 'or' ? this.#chain('and') : this.#comparison();
      if (!operand) return null;
      operands.push(operand);
    } while (this.#takeOperator(operator));
    const [only] = operands;
    return operands.length === 1 && only ? only : { kind, operands, column };
  }

  #comparison(): Expression | null {
    const left = this.#unary();
    const token = this.#token;
    const operator = this.#comparisonOperator();
    if (!left || !operator) return left;
    this.#at += 1;
    const right = this.#unary();
    if (!right) return null;
    if (this.#comparisonOperator()) return this.#fail('comparisons do not chain; use && or ( )');
    return { kind: 'compare', operator, left, right, column: token.column };
  }

  #comparisonOperator(): Comparison | null {
    const token = this.#token;
    return token.kind === 'operator' ? (comparisons.find((name) => name === token.text) ?? null) : null;
  }

  #unary(): Expression | null {
    const token = this.#token;
    if (this.#depth >= deepestNesting) return this.#fail('the condition is nested too deeply');
    this.#depth += 1;
    const result = this.#takeOperator('!') ? this.#negated(token.column) : this.#primary();
    this.#depth -= 1;
    return result;
  }

  #negated(column: number): Expression | null {
    const operand = this.#unary();
    return operand && { kind: 'not', operand, column };
  }

  #primary(): Expression | null {
    const token = this.#token;
    if (this.#takeOperator('(')) {
      const inner = this.#chain('or');
      if (!inner) return null;
      return this.#takeOperator(')') ? inner : this.#fail("')' is missing");
    }
    if (token.kind === 'operator') return this.#fail(`a value is expected before '${token.text}'`);
    if (token.kind === 'end') return this.#fail('a value is missing at the end');
    this.#at += 1;
    if (token.kind === 'literal') return { kind: 'literal', value: token.value };
    return { kind: 'name', reference: token.reference, column: token.column };
  }

  #takeOperator(text: string): boolean {
    const token = this.#token;
    const found = token.kind === 'operator' && token.text === text;
    if (found) this.#at += 1;
    return found;
  }

  #fail(message: string): null {
    this.error ??= { column: this.#token.column, message };
    return null;
  }
}
