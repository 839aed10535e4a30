import type { Write } from '../../../../runtime/storePort';
import type { PackedTable } from '../../packing/packedTable';
import type { Tables } from '../../packing/packedTables';
import { partialRow } from '../../record/cells';
import { checkMove, expectOne } from '../../record/refusals';
import { stateOf } from '../../schema/constraints';
import { tableName } from '../../schema/packedColumns';
import type { Decoders } from '../../sqlite/decoders';
import { conditionOf } from '../rowSql';
import { refusingTaken } from './refusingTaken';

/** A write of a row that is there. */
export type RowChange = Extract<Write, { readonly op: 'update' | 'transition' }>;

/** Carries out one change of a row inside the open transaction. */
export function changeRow({ connection, counts, packing }: Tables, write: RowChange): void {
  const packed = packing.of(write.table);
  const { table, key } = write;
  const where = conditionOf(packed, table, key);
  const state = stateOf(table)?.column;
  const found = connection.all(
    `SELECT rowid AS place${state === undefined ? '' : `, ${state} AS state`} FROM ${tableName(table)} WHERE ${where.sql} LIMIT 2`,
    where.values,
    stateDecoders(packed, state),
  );
  expectOne(table, key, found.length);
  let set = partialRow(table, write.set ?? {});
  if (write.op === 'transition') {
    checkMove(write, found[0]?.['state'] ?? null);
    set = { ...set, [state ?? 'status']: write.to };
  }
  const columns = Object.keys(set);
  if (columns.length === 0) return;
  const sql = `UPDATE ${tableName(table)} SET ${columns.map((column) => `${column} = ?`).join(', ')} WHERE rowid = ?`;
  const values = [...packed.encode(columns, set), found[0]?.['place'] ?? null];
  refusingTaken(table, () => connection.run(sql, values));
  counts.changed(tableName(table), columns);
}

/** The state is read under a name of its own. */
function stateDecoders({ decoders }: PackedTable, state: string | undefined): Decoders {
  const decode = decoders.get(state ?? '');
  return decode === undefined ? new Map() : new Map([['state', decode]]);
}
