import type { Table } from '#protocol/rows';
import { taken } from '../../record/refusals';
import { tableName } from '../../schema/packedColumns';
import { resultCodes, SqlError } from '../../sqlite/resultCodes';

/** Says of a value that another row has already, whose it is. */
export function refusingTaken(table: Table, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof SqlError) || error.code !== resultCodes.constraint) throw error;
    const [, columns] = /^UNIQUE constraint failed: (.*)$/u.exec(error.message) ?? [];
    if (columns === undefined) throw error;
    throw taken(
      table,
      columns.split(', ').map((column) => column.slice(tableName(table).length + 1)),
    );
  }
}
