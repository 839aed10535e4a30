import { comparisons, type Field, type FieldOperator, type Static, statusWords } from '../ast';
import type { Token } from '../lexer/token';
import type { Cursor } from './cursor';
import { around } from './parseField';

/** What the short form can compare, by the names that people write. */
export const shortColumns = [
  'trace_id',
  'span.name',
  'span.kind',
  'span.status',
  'span.error',
  'span.duration',
  'span.timeout',
  'span.policy_snapshot.',
  'span.attributes["',
] as const;

/** Reads one comparison of the short form: a column, an operator, a value. */
export function parseShortTest(cursor: Cursor): Field {
  const { token } = cursor;
  const left = columnOf(token);
  if (left === null) {
    cursor.expected(shortColumns.map((column) => `'${column}'`));
    return { kind: 'missing', at: token.at };
  }
  cursor.next();
  const op = parseOperator(cursor);
  if (op === null) return { kind: 'missing', at: token.at };
  const value = cursor.token;
  if (value.kind !== 'static') {
    cursor.expected(['a value']);
    return { kind: 'missing', at: value.at };
  }
  cursor.next();
  const meant = meaning(left, op, value.value);
  if ('problem' in meant) {
    cursor.mistake(meant.problem, value.at);
    return { kind: 'missing', at: value.at };
  }
  const right: Field = { kind: 'static', value: meant.value, at: value.at };
  const at = around(token.at, value.at);
  return { kind: 'binary', op: meant.op, left: meant.left, right, at };
}

function parseOperator(cursor: Cursor): FieldOperator | null {
  const { kind, text } = cursor.token;
  const op = kind === 'operator' ? comparisons.find((one) => one === text) : undefined;
  if (op === undefined) {
    cursor.expected(['a comparison']);
    return null;
  }
  const { end } = cursor.next().at;
  if (op === '=' && cursor.isAt('=') && cursor.token.at.start === end) cursor.next();
  return op;
}

function columnOf(token: Token): Field | null {
  const { at, text } = token;
  if (token.kind === 'word') {
    return text === 'trace_id' ? { kind: 'intrinsic', name: 'trace:id', at } : null;
  }
  if (token.kind !== 'attribute' || token.scope !== 'span') return null;
  const key = attributeForm.exec(text)?.[1];
  if (key !== undefined) {
    const name = key.replace(/\\(["\\])/g, '$1');
    return { kind: 'attribute', scope: 'span', name, ofParent: false, at };
  }
  if (text.startsWith(policyLead) && text.length > policyLead.length) {
    return { kind: 'column', name: 'policy_snapshot', key: token.name.slice(policyKeyAt), at };
  }
  return Object.hasOwn(columns, text) ? { ...(columns[text] as Field), at } : null;
}

const attributeForm = /^span\.attributes\["((?:[^"\\]|\\["\\])+)"\]$/;
const policyLead = 'span.policy_snapshot.';
const policyKeyAt = policyLead.length - 'span.'.length;
const nowhere = { start: 0, end: 0 };
const columns: Readonly<Record<string, Field>> = {
  'span.name': { kind: 'intrinsic', name: 'span:name', at: nowhere },
  'span.kind': { kind: 'column', name: 'kind', key: '', at: nowhere },
  'span.status': { kind: 'intrinsic', name: 'span:status', at: nowhere },
  'span.error': { kind: 'intrinsic', name: 'span:statusMessage', at: nowhere },
  'span.duration': { kind: 'intrinsic', name: 'span:duration', at: nowhere },
  'span.timeout': { kind: 'column', name: 'timeout', key: '', at: nowhere },
};

type Meaning =
  | { readonly left: Field; readonly op: FieldOperator; readonly value: Static }
  | { readonly problem: string };

/** What a comparison means in the words of TraceQL; whatever has no plain meaning is refused. */
function meaning(left: Field, op: FieldOperator, value: Static): Meaning {
  const name = left.kind === 'intrinsic' || left.kind === 'column' ? left.name : '';
  if (value.type === 'nil') return { problem: 'nil cannot be asked for in the short form' };
  switch (name) {
    case 'span:status':
      return statusMeaning(left, op, value);
    case 'span:statusMessage':
      return value.type === 'bool' ? errorMeaning(left, op, value.value) : textMeaning(left, op, value);
    case 'span:duration':
      return value.type === 'duration'
        ? { left, op, value }
        : { problem: 'a duration needs a unit, such as 500ms' };
    case 'kind':
      return textMeaning(left, op, renamedKind(value));
    case 'trace:id':
    case 'span:name':
      return textMeaning(left, op, value);
    default:
      return { left, op, value };
  }
}

function textMeaning(left: Field, op: FieldOperator, value: Static): Meaning {
  return value.type === 'string' ? { left, op, value } : { problem: 'expected a text in quotes' };
}

function statusMeaning(left: Field, op: FieldOperator, value: Static): Meaning {
  const word = value.type === 'string' || value.type === 'status' ? value.value.toLowerCase() : '';
  const status = statusWords.find((one) => one === word);
  if (status === undefined) return { problem: 'expected "ok", "error" or "unset"' };
  if (op !== '=' && op !== '!=') return { problem: 'a status can be compared by = and != only' };
  return { left, op, value: { type: 'status', value: status } };
}

/** `span.error = true` asks whether there was one. */
function errorMeaning(left: Field, op: FieldOperator, isError: boolean): Meaning {
  if (op !== '=' && op !== '!=') return { problem: 'true and false can be compared by = and != only' };
  const status: Field = { kind: 'intrinsic', name: 'span:status', at: left.at };
  const isWanted = isError === (op === '=');
  return { left: status, op: isWanted ? '=' : '!=', value: { type: 'status', value: 'error' } };
}

/** Older records called a run `flow` and a step `node`. */
function renamedKind(value: Static): Static {
  if (value.type !== 'string') return value;
  const renamed: Readonly<Record<string, string>> = { flow: 'run', node: 'step' };
  const kind = Object.hasOwn(renamed, value.value) ? renamed[value.value] : undefined;
  return { type: 'string', value: kind ?? value.value };
}
