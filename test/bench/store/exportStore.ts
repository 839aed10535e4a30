import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Rows } from '#protocol/rows';
import { PackedTables } from '../../../server/src/adapters/store/packing/packedTables';
import type { Peers } from '../peers';
import { insertSpan, schema, spanColumns } from './nativeStore';

interface SqlJsDatabase {
  run(sql: string, values?: readonly unknown[]): unknown;
  exec(
    sql: string,
    values?: readonly unknown[],
  ): readonly { readonly values: readonly (readonly unknown[])[] }[];
  export(): Uint8Array;
  close(): void;
}

/** sql.js as its manual says: in memory, written out whole after each batch. */
export interface ExportStore {
  insertSpans(rows: readonly Rows['spans'][]): void;
  /** Writes the whole database and makes it durable. */
  save(): void;
  close(): void;
}

/** Makes an empty database in memory that is saved to one file. */
export async function openExportStore(peers: Peers, folder: string): Promise<ExportStore | string> {
  const library = peers.load<() => Promise<{ Database: new () => SqlJsDatabase }>>('sql.js');
  if (typeof library === 'string') {
    return library;
  }
  const database = new (await library()).Database();
  database.exec(schema);
  const home = {
    run: (sql: string, values: readonly unknown[]) => void database.run(sql, values),
    value: (sql: string, values: readonly unknown[] = []) =>
      (database.exec(sql, values)[0]?.values[0]?.[0] ?? null) as string | number | null,
  };
  const packing = new PackedTables(home).of('spans');
  const file = openSync(join(folder, 'exported.db'), 'w');
  return {
    insertSpans: (rows) => {
      database.run('BEGIN');
      for (const row of rows) {
        database.run(insertSpan, packing.encode(spanColumns, row as unknown as Record<string, string>));
      }
      database.run('COMMIT');
    },
    save: () => {
      writeSync(file, database.export(), 0, undefined, 0);
      fdatasyncSync(file);
    },
    close: () => {
      database.close();
      closeSync(file);
    },
  };
}
