import { AppError } from '#protocol/errors';
import type { Table } from '#protocol/rows';
import { isTransition, type State } from '#protocol/states';
import { stateOf } from '../schema/constraints';
import type { Cell } from './cells';

/** The refusal of a row whose key, or another unique group of columns, is taken. */
export function taken(table: string, columns: readonly string[]): AppError {
  return new AppError('STATE_CONFLICT', `${table} already has a row with this ${columns.join(', ')}`, {
    table,
    columns,
  });
}

/** Fails unless exactly one row was found for a key that must name one. */
export function expectOne(table: Table, key: object, found: number): void {
  if (found === 0) throw new AppError('NOT_FOUND', `${table} has no row with this key`, { table, key });
  if (found > 1) throw new Error(`the key names more than one row of ${table}`);
}

/** Refuses a move that starts elsewhere than expected or that the machine does not list. */
export function checkMove(
  move: {
    readonly table: Table;
    readonly key: object;
    readonly from: readonly string[];
    readonly to: string;
  },
  actual: Cell,
): void {
  const machine = stateOf(move.table)?.machine;
  if (machine === undefined) throw new Error(`${move.table} has no state machine`);
  const state = String(actual);
  const isListed = isTransition(machine, state as State<typeof machine>, move.to as State<typeof machine>);
  if (move.from.includes(state) && isListed) return;
  const why = isListed
    ? `the ${machine} is ${state}, not ${move.from.join(' or ')}`
    : `the ${machine} cannot move from ${state} to ${move.to}`;
  throw new AppError('STATE_CONFLICT', why, {
    table: move.table,
    key: move.key,
    expected: move.from,
    actual: state,
    to: move.to,
  });
}

/** The refusal of a view that does not exist. */
export function unknownView(name: string): AppError {
  return new AppError('NOT_FOUND', `There is no view ${name}.`, { view: name });
}

/** The refusal of every request that comes after the store was closed. */
export function closed(): AppError {
  return new AppError('STORE_UNAVAILABLE', 'The store is closed.');
}
