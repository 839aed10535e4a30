import type { AttributeField, Field } from '../ast';
import { isBareName } from '../lexer/readName';
import { precedence, prefixPrecedence } from '../precedence';
import { printStatic } from './printStatic';

/** A field as it is written in a query, with the parentheses that it needs and no others. */
export function printField(field: Field): string {
  switch (field.kind) {
    case 'static':
      return printStatic(field.value);
    case 'attribute':
      return printAttribute(field);
    case 'intrinsic':
      return field.name;
    case 'column':
      return field.name;
    case 'missing':
      return '';
    case 'unary':
      return field.op + inside(field.operand, prefixPrecedence[field.op] + 1, true);
    case 'binary': {
      const level = precedence(field.op);
      const isRight = field.op === '^';
      const left = inside(field.left, isRight ? level + 1 : level, false);
      return `${left} ${field.op} ${inside(field.right, isRight ? level : level + 1, false)}`;
    }
  }
}

function printAttribute({ scope, name, ofParent }: AttributeField): string {
  const lead = `${ofParent ? 'parent.' : ''}${scope === 'any' ? (ofParent ? '' : '.') : `${scope}.`}`;
  const isPlain = isBareName(name) && !(lead === '.' && /^\d/.test(name)) && !(ofParent && scope === 'any');
  return lead + (isPlain ? name : `"${name.replace(/["\\]/g, '\\$&')}"`);
}

function inside(field: Field, least: number, isPrefixed: boolean): string {
  const text = printField(field);
  return needsBrackets(field, least, isPrefixed) ? `(${text})` : text;
}

function needsBrackets(field: Field, least: number, isPrefixed: boolean): boolean {
  if (field.kind === 'binary') return precedence(field.op) < least;
  // A prefix inside a tighter operator would take in what follows it.
  if (field.kind === 'unary') return isPrefixed || prefixPrecedence[field.op] < least;
  return isPrefixed && field.kind === 'static' && leadOf(field) === '-';
}

function leadOf(field: Extract<Field, { kind: 'static' }>): string {
  const { value } = field;
  const isNumber = value.type === 'int' || value.type === 'float' || value.type === 'duration';
  // After a minus any number would become one with it.
  return isNumber ? '-' : '';
}
