import type { Extent } from '../ast';
import type { Token } from '../lexer/token';
import type { Tokens } from '../lexer/tokenize';
import { type QueryProblem, queryError, quoted } from '../queryProblem';

/** How deep parentheses may be nested; nobody writes that, and a stack has an end. */
const deepest = 64;

/** A place in the tokens of a query, with everything that was found wrong so far. */
export class Cursor {
  readonly problems: QueryProblem[];
  readonly #tokens: readonly Token[];
  #index = 0;
  #depth = 0;
  /** Where the last mistake was: what follows from it is not said again. */
  #lastMistake = -1;

  constructor({ tokens, problems }: Tokens) {
    this.#tokens = tokens;
    this.problems = [...problems];
  }

  get token(): Token {
    return this.peek(0);
  }

  /** A token further on; the last one stands for all that lie behind the text. */
  peek(count: number): Token {
    const last = this.#tokens.length - 1;
    return this.#tokens[Math.min(this.#index + count, last)] as Token;
  }

  next(): Token {
    const token = this.token;
    if (this.#index < this.#tokens.length - 1) this.#index += 1;
    return token;
  }

  /** Whether this operator or word stands here. */
  isAt(text: string, kind: 'operator' | 'word' = 'operator'): boolean {
    return this.token.kind === kind && this.token.text === text;
  }

  /** Steps over an operator when it stands here. */
  take(operator: string): boolean {
    if (!this.isAt(operator)) return false;
    this.next();
    return true;
  }

  /** Steps over an operator that must stand here; otherwise says so and goes to where it may go on. */
  close(operator: ')' | '}', others: readonly string[] = []): void {
    if (this.take(operator)) return;
    this.expected([...others, `'${operator}'`]);
    this.#skip();
    this.take(operator);
  }

  /** Says what should stand here. */
  expected(expected: readonly string[]): void {
    const { kind, text, at } = this.token;
    const found = kind === 'end' ? 'the end' : quoted(text);
    this.mistake(`expected ${listed(expected)}, found ${found}`, at, expected);
  }

  /** Says what is wrong, once for each place and not at all where the lexer has spoken. */
  mistake(message: string, at: Extent, expected: readonly string[] = []): void {
    const isKnown = this.problems.some((problem) => problem.at.start === at.start && at.end > at.start);
    if (at.start <= this.#lastMistake || isKnown) return;
    this.#lastMistake = at.start;
    this.problems.push(queryError(message, at, expected));
  }

  /** Reads something nested, unless that is too deep. */
  nested<T>(read: () => T, otherwise: T): T {
    if (this.#depth >= deepest) {
      this.mistake(`parentheses are nested deeper than ${deepest}`, this.token.at);
      while (this.token.kind !== 'end') this.next();
      return otherwise;
    }
    this.#depth += 1;
    const result = read();
    this.#depth -= 1;
    return result;
  }

  /** Goes to the bracket that closes what is open here, or to the next stage. */
  #skip(): void {
    let open = 0;
    while (this.token.kind !== 'end') {
      const { text, kind } = this.token;
      const isOperator = kind === 'operator';
      if (isOperator && open === 0 && skipEnds.has(text)) return;
      if (isOperator && (text === '(' || text === '{')) open += 1;
      if (isOperator && (text === ')' || text === '}')) open -= 1;
      this.next();
    }
  }
}

const skipEnds: ReadonlySet<string> = new Set(['}', ')', '|']);

function listed(expected: readonly string[]): string {
  const last = expected.at(-1) ?? '';
  return expected.length < 2 ? last : `${expected.slice(0, -1).join(', ')} or ${last}`;
}
