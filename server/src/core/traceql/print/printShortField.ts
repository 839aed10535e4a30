import type { Field } from '../ast';
import { printStatic, printString } from './printStatic';

/** A condition of the short form as it is written. */
export function printShortField(field: Field): string {
  switch (field.kind) {
    case 'static':
      return field.value.type === 'status' ? `"${field.value.value}"` : printStatic(field.value);
    case 'attribute':
      return `span.attributes["${field.name.replace(/["\\]/g, '\\$&')}"]`;
    case 'intrinsic':
      return columns[field.name] ?? field.name;
    case 'column':
      return field.name === 'policy_snapshot'
        ? `span.policy_snapshot.${key(field.key)}`
        : `span.${field.name}`;
    case 'unary':
      return `not ${bracketed(field.operand)}`;
    case 'binary':
      return printBinary(field);
    case 'missing':
      return '';
  }
}

const columns: Readonly<Record<string, string>> = {
  'trace:id': 'trace_id',
  'span:name': 'span.name',
  'span:status': 'span.status',
  'span:statusMessage': 'span.error',
  'span:duration': 'span.duration',
};

const words: Readonly<Record<string, string>> = { '&&': 'and', '||': 'or' };

function printBinary({ op, left, right }: Extract<Field, { kind: 'binary' }>): string {
  const word = words[op];
  if (word === undefined) return `${printShortField(left)} ${op} ${printShortField(right)}`;
  // `and` binds tighter than `or`; a right operand with the same word was written in brackets.
  const first =
    left.kind === 'binary' && left.op === '||' && op === '&&' ? bracketed(left) : printShortField(left);
  const isNested = right.kind === 'binary' && (right.op === op || (right.op === '||' && op === '&&'));
  return `${first} ${word} ${isNested ? bracketed(right) : printShortField(right)}`;
}

function bracketed(field: Field): string {
  const text = printShortField(field);
  return field.kind === 'binary' ? `(${text})` : text;
}

function key(name: string): string {
  return /^[^\s{}()=~!<>&|^,"]+$/.test(name) ? name : printString(name);
}
