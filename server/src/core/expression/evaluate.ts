import type { Json } from '#protocol/json';
import { canonicalJson } from '../digest';
import type { Comparison, Expression } from './expression';
import { lookUp, type Scope } from './scope';
import type { ExpressionError } from './tokenize';

/** The value of an expression, or why it has none. */
export type Evaluation = { readonly value: Json } | { readonly error: ExpressionError };

/** A condition must be true or false: nothing else counts as either. */
export function evaluateCondition(
  expression: Expression,
  scope: Scope,
): { readonly value: boolean } | { readonly error: ExpressionError } {
  return truth(expression, scope, 1);
}

/**
 * The value of a parsed expression. `==` compares whole values with their types; `<` and its kin take two numbers or
 * two strings; `&&` and `||` stop at the first operand that decides. An input that was not given is null; any other
 * name without a value is an error.
 */
export function evaluate(expression: Expression, scope: Scope): Evaluation {
  switch (expression.kind) {
    case 'literal':
      return { value: expression.value };
    case 'name':
      return named(expression, scope);
    case 'not': {
      const operand = truth(expression.operand, scope, expression.column);
      return 'error' in operand ? operand : { value: !operand.value };
    }
    case 'and':
    case 'or':
      return chained(expression, scope);
    case 'compare':
      return compared(expression, scope);
  }
}

function named(expression: Expression & { kind: 'name' }, scope: Scope): Evaluation {
  const { reference, column } = expression;
  const value = lookUp(reference, scope);
  if (value !== undefined) return { value };
  if (reference.root === 'inputs' && reference.path.length === 1) return { value: null };
  return { error: { column, message: `'${reference.text}' has no value` } };
}

function chained(expression: Expression & { kind: 'and' | 'or' }, scope: Scope): Evaluation {
  const decisive = expression.kind === 'or';
  for (const operand of expression.operands) {
    const result = truth(operand, scope, expression.column);
    if ('error' in result || result.value === decisive) return result;
  }
  return { value: !decisive };
}

function truth(
  expression: Expression,
  scope: Scope,
  fallbackColumn: number,
): { readonly value: boolean } | { readonly error: ExpressionError } {
  const result = evaluate(expression, scope);
  if ('error' in result) return result;
  if (typeof result.value === 'boolean') return { value: result.value };
  const column = 'column' in expression ? expression.column : fallbackColumn;
  return { error: { column, message: `true or false is expected, not ${typeName(result.value)}` } };
}

function compared(expression: Expression & { kind: 'compare' }, scope: Scope): Evaluation {
  const left = evaluate(expression.left, scope);
  if ('error' in left) return left;
  const right = evaluate(expression.right, scope);
  if ('error' in right) return right;
  if (expression.operator === '==' || expression.operator === '!=') {
    const same = canonicalJson(left.value) === canonicalJson(right.value);
    return { value: same === (expression.operator === '==') };
  }
  const order = orderOf(left.value, right.value);
  if (order !== null) return { value: holds(expression.operator, order) };
  const message = `'${expression.operator}' compares two numbers or two strings, not ${typeName(left.value)} and ${typeName(right.value)}`;
  return { error: { column: expression.column, message } };
}

function orderOf(left: Json, right: Json): number | null {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (typeof left !== 'string' || typeof right !== 'string') return null;
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function holds(operator: Comparison, order: number): boolean {
  if (operator === '<') return order < 0;
  if (operator === '<=') return order <= 0;
  return operator === '>' ? order > 0 : order >= 0;
}

function typeName(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
