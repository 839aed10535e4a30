import type { Field } from '../ast';
import { intrinsics, type ValueType } from '../intrinsics';
import { type QueryProblem, queryError } from '../queryProblem';
import { checkComparison } from './checkComparison';
import { typeNames } from './typeNames';

/** The type of a field as far as it is known before the query runs; whatever cannot be right is added to the problems. */
export function checkField(field: Field, problems: QueryProblem[]): ValueType {
  switch (field.kind) {
    case 'static':
      return field.value.type;
    case 'attribute':
      if (field.ofParent) problems.push(queryError('parent not yet supported', field.at));
      return 'unknown';
    case 'intrinsic':
      if (!field.name.includes(':')) problems.push(queryError(`${field.name} not yet supported`, field.at));
      return field.name.includes(':') ? intrinsics[field.name] : 'unknown';
    case 'column':
      return field.name === 'kind' ? 'string' : field.name === 'timeout' ? 'bool' : 'unknown';
    case 'unary':
      return checkUnary(field, problems);
    case 'binary':
      return checkBinary(field, problems);
    case 'missing':
      return 'unknown';
  }
}

/** Whether a field looks at the span at all. */
export function looksAtSpan(field: Field): boolean {
  switch (field.kind) {
    case 'static':
      return false;
    case 'unary':
      return looksAtSpan(field.operand);
    case 'binary':
      return looksAtSpan(field.left) || looksAtSpan(field.right);
    default:
      return true;
  }
}

/** Whether values of this type are numbers. */
export function isNumeric(type: ValueType): boolean {
  return type === 'int' || type === 'float' || type === 'duration';
}

function checkUnary(
  { op, operand, at }: Extract<Field, { kind: 'unary' }>,
  problems: QueryProblem[],
): ValueType {
  const type = checkField(operand, problems);
  const isFit = type === 'unknown' || (op === '-' ? isNumeric(type) : type === 'bool');
  if (!isFit) {
    const wanted = op === '-' ? 'a number' : 'true or false';
    problems.push(queryError(`${op} wants ${wanted}, not ${typeNames[type]}`, at));
  }
  return op === '!' ? 'bool' : isNumeric(type) ? type : 'unknown';
}

type Binary = Extract<Field, { kind: 'binary' }>;

function checkBinary(field: Binary, problems: QueryProblem[]): ValueType {
  const left = checkField(field.left, problems);
  const right = checkField(field.right, problems);
  switch (field.op) {
    case '&&':
    case '||':
      wantBoth(field, [left, right], 'true or false', (type) => type === 'bool', problems);
      return 'bool';
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
    case '^':
      wantBoth(field, [left, right], 'numbers', isNumeric, problems);
      refuseZero(field, problems);
      return left === 'int' && right === 'int' ? 'int' : 'float';
    default:
      checkComparison(field, left, right, problems);
      return 'bool';
  }
}

function wantBoth(
  { op, at }: Binary,
  types: readonly ValueType[],
  wanted: string,
  isFit: (type: ValueType) => boolean,
  problems: QueryProblem[],
): void {
  const wrong = types.find((type) => type !== 'unknown' && !isFit(type));
  if (wrong !== undefined) problems.push(queryError(`${op} wants ${wanted}, not ${typeNames[wrong]}`, at));
}

function refuseZero({ op, right }: Binary, problems: QueryProblem[]): void {
  const isZero = right.kind === 'static' && 'value' in right.value && right.value.value === 0;
  if ((op === '/' || op === '%') && isZero) problems.push(queryError('this divides by zero', right.at));
}
