import { RE2JS } from 're2js';
import type { Field } from '../ast';
import type { ValueType } from '../intrinsics';
import { type QueryProblem, queryError, queryWarning } from '../queryProblem';
import { knownAttribute } from './knownAttributes';
import { typeNames } from './typeNames';

type Binary = Extract<Field, { kind: 'binary' }>;

/** The longest regular expression that a query may hold. */
const longestExpression = 1000;

/** Says what is wrong with a comparison of two types. */
export function checkComparison(
  field: Binary,
  left: ValueType,
  right: ValueType,
  problems: QueryProblem[],
): void {
  const { op, at } = field;
  if (left === 'nil' || right === 'nil') {
    checkNil(field, left, right, problems);
  } else if (op === '=~' || op === '!~') {
    checkExpression(field, left, problems);
  } else if (left !== 'unknown' && right !== 'unknown' && !areComparable(left, right)) {
    problems.push(queryError(`${typeNames[left]} and ${typeNames[right]} cannot be compared`, at));
  } else if (isOrdering(op) && [left, right].some((type) => unordered.has(type))) {
    const type = [left, right].find((one) => unordered.has(one)) ?? 'bool';
    problems.push(queryError(`${typeNames[type]} can be compared by = and != only`, at));
  } else {
    warnOfKnown(field.left, right, problems);
    warnOfKnown(field.right, left, problems);
  }
}

const unordered: ReadonlySet<ValueType> = new Set(['bool', 'status', 'kind']);
const numbers: ReadonlySet<ValueType> = new Set(['int', 'float', 'duration']);

function isOrdering(op: string): boolean {
  return op !== '=' && op !== '!=';
}

function areComparable(left: ValueType, right: ValueType): boolean {
  if (left === right) return true;
  if (numbers.has(left) && numbers.has(right)) return true;
  return (left === 'status' && right === 'int') || (left === 'int' && right === 'status');
}

function checkNil(
  { op, left, right, at }: Binary,
  one: ValueType,
  other: ValueType,
  problems: QueryProblem[],
): void {
  if (op !== '=' && op !== '!=') {
    problems.push(queryError('nil can be compared by = and != only', at));
    return;
  }
  const tested = one === 'nil' ? right : left;
  if (one === 'nil' && other === 'nil') return;
  const isService =
    tested.kind === 'attribute' && tested.scope === 'resource' && tested.name === 'service.name';
  if (tested.kind === 'intrinsic' || isService) {
    problems.push(queryError('this always has a value and cannot be compared with nil', at));
  }
}

function checkExpression({ op, right, at }: Binary, left: ValueType, problems: QueryProblem[]): void {
  if (left !== 'string' && left !== 'unknown') {
    problems.push(queryError(`${op} wants a string, not ${typeNames[left]}`, at));
  }
  if (right.kind === 'missing') return;
  if (right.kind !== 'static' || right.value.type !== 'string') {
    problems.push(queryError('a regular expression must stand in quotes', right.at));
    return;
  }
  const reason = reasonAgainst(right.value.value);
  if (reason !== null) problems.push(queryError(reason, right.at));
}

function reasonAgainst(expression: string): string | null {
  if (expression.length > longestExpression) {
    return `a regular expression may have at most ${longestExpression} characters`;
  }
  // Without flags, which the engine writes in front of the expression when it says what is wrong.
  const reason =
    refusalOf(() => RE2JS.compile(expression)) ?? refusalOf(() => RE2JS.compile(expression, RE2JS.DOTALL));
  return reason === null ? null : `this is no regular expression: ${reason}`;
}

function refusalOf(compile: () => unknown): string | null {
  try {
    compile();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** An attribute may hold anything, but one that we write ourselves has its type. */
function warnOfKnown(field: Field, other: ValueType, problems: QueryProblem[]): void {
  if (field.kind !== 'attribute' || other === 'unknown') return;
  const known = knownAttribute(field.name);
  if (known === undefined || areComparable(known.type, other)) return;
  const message = `${field.name} is ${typeNames[known.type]} here: a comparison with ${typeNames[other]} matches nothing`;
  problems.push(queryWarning(message, field.at));
}
