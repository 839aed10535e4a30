import type { Cell } from '../record/cells';
import { resultCodes as codes, type SqlError } from './resultCodes';
import type { Wasm } from './wasm';

/** What can be bound: a value of a row, or bytes. */
export type Bound = Cell | Uint8Array;

/** The part of a connection that its statements use. */
export interface StatementHome {
  readonly wasm: Wasm;
  /** Memory for the texts of one binding, at least `size` bytes; reused by the next binding of any statement. */
  arena(size: number): number;
  error(code: number): SqlError;
}

interface Place {
  readonly home: StatementHome;
  readonly pointer: number;
}

/** Binds the values of one run of a statement; their texts and bytes lie in the connection's arena until the next. */
export function bindValues(home: StatementHome, pointer: number, values: readonly Bound[]): void {
  const place = { home, pointer };
  let at = home.arena(sizeOf(values));
  const texts = joinedTexts(values);
  // As many bytes as characters: each is one byte, so every text lies where the one before it ends; bytes come after.
  const isThere = texts !== '' && home.wasm.bytes().write(texts, at, 'utf8') === texts.length;
  let behind = at + texts.length;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? null;
    // Numbers first, as below.
    if (typeof value === 'number' || value === null || typeof value === 'string' || !isThere)
      at += bindOne(place, index + 1, value, at, isThere);
    else behind += bindOne(place, index + 1, value, behind, false);
  }
}

/** Binds one value, its text or bytes at `at`, where a text may lie already; returns how much room they take. */
function bindOne(
  { home, pointer }: Place,
  index: number,
  value: Bound,
  at: number,
  isThere: boolean,
): number {
  const { wasm } = home;
  const { functions } = wasm;
  let used = 0;
  let code: number;
  // Numbers first: V8 11.3 crashes where it asks numbers of an array of fractions whether they are texts.
  if (typeof value === 'number') {
    code =
      value === (value | 0)
        ? functions._sqlite3_bind_int(pointer, index, value)
        : functions._sqlite3_bind_double(pointer, index, value);
  } else if (value === null) code = functions._sqlite3_bind_blob(pointer, index, 0, 0, 0);
  else if (typeof value === 'string') {
    used = isThere ? value.length : wasm.bytes().write(value, at, 'utf8');
    code = functions._sqlite3_bind_text(pointer, index, at, used, 0);
  } else {
    used = value.length;
    wasm.bytes().set(value, at);
    code = functions._sqlite3_bind_blob(pointer, index, at, used, 0);
  }
  if (code !== codes.ok) throw home.error(code);
  return used;
}

/** Room for the texts and bytes of a binding; never zero, because an empty text at no address would be bound as null. */
function sizeOf(values: readonly Bound[]): number {
  let size = 1;
  for (const value of values)
    if (typeof value === 'number' || value === null) continue;
    else size += typeof value === 'string' ? value.length * 3 : value.length;
  return size;
}

/** All texts of a binding in one, to be written at once. */
function joinedTexts(values: readonly Bound[]): string {
  let texts = '';
  for (const value of values)
    if (typeof value === 'number' || value === null) continue;
    else if (typeof value === 'string') texts += value;
  return texts;
}
