import type { Field } from '../ast';
import { compareValues } from './compareValues';
import type { Expressions } from './expressions';
import { attributeOf, columnOfSpan, intrinsicOfSpan } from './lookUp';
import { integerValue, reckonValues } from './numbers/reckon';
import type { SpanTree } from './spanTree';
import type { TracedSpan } from './tracedSpan';
import { nil, type Value } from './value';

/** A part of a field that is looked up in a span. */
export type Leaf = Extract<Field, { kind: 'attribute' | 'intrinsic' | 'column' }>;

/** What a field is worth for the span at a place of its trace. */
export function evaluateField(field: Field, tree: SpanTree, place: number, expressions: Expressions): Value {
  const span = tree.spans[place];
  if (span === undefined) return nil;
  return evaluateLeaves(field, (leaf) => leafOfSpan(leaf, tree, place, span), expressions);
}

/** What a field is worth where somebody else knows what its leaves are. */
export function evaluateLeaves(field: Field, leafOf: (leaf: Leaf) => Value, expressions: Expressions): Value {
  switch (field.kind) {
    case 'static':
      return field.value;
    case 'attribute':
    case 'intrinsic':
    case 'column':
      return leafOf(field);
    case 'missing':
      return nil;
    case 'unary':
      return negated(field.op, evaluateLeaves(field.operand, leafOf, expressions));
    case 'binary':
      return combined(field, (side) => evaluateLeaves(side, leafOf, expressions), expressions);
  }
}

function leafOfSpan(leaf: Leaf, tree: SpanTree, place: number, span: TracedSpan): Value {
  if (leaf.kind === 'attribute') return attributeOf(span, leaf);
  return leaf.kind === 'intrinsic' ? intrinsicOfSpan(tree, place, leaf.name) : columnOfSpan(span, leaf);
}

/** Whether a value is true and nothing else; of several, as of events, one that is true is enough. */
export function isTrue(value: Value): boolean {
  return value.type === 'list' ? value.items.some(isTrue) : value.type === 'bool' && value.value;
}

function negated(op: '!' | '-', value: Value): Value {
  if (op === '!') return value.type === 'bool' ? { type: 'bool', value: !value.value } : nil;
  if (value.type === 'int') return integerValue(-value.value);
  return value.type === 'float' || value.type === 'duration'
    ? { type: value.type, value: -value.value }
    : nil;
}

type Binary = Extract<Field, { kind: 'binary' }>;

function combined(
  { op, left, right }: Binary,
  value: (side: Field) => Value,
  expressions: Expressions,
): Value {
  switch (op) {
    case '&&':
      return truth(isTrue(value(left)) && isTrue(value(right)));
    case '||':
      return truth(isTrue(value(left)) || isTrue(value(right)));
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
    case '^':
      return reckonValues(op, value(left), value(right));
    default:
      return truth(
        nilTest(op, left, right, value) ?? compareValues(op, value(left), value(right), expressions),
      );
  }
}

/** `= nil` asks whether there is no value; two nils are never equal and never different. */
function nilTest(op: string, left: Field, right: Field, value: (side: Field) => Value): boolean | null {
  const [isLeftNil, isRightNil] = [isNil(left), isNil(right)];
  if (!isLeftNil && !isRightNil) return null;
  if (isLeftNil && isRightNil) return false;
  const isMissing = value(isLeftNil ? right : left).type === 'nil';
  return isMissing === (op === '=');
}

function isNil(field: Field): boolean {
  return field.kind === 'static' && field.value.type === 'nil';
}

function truth(value: boolean): Value {
  return { type: 'bool', value };
}
