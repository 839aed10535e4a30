import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Rows } from '#protocol/rows';
import type { Peers } from '../peers';
import { insertSpan, schema, spanColumns } from './nativeStore';

interface SqlJsDatabase {
  run(sql: string, values?: readonly unknown[]): unknown;
  exec(sql: string): unknown;
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
  const file = openSync(join(folder, 'exported.db'), 'w');
  return {
    insertSpans: (rows) => {
      database.run('BEGIN');
      for (const row of rows) {
        database.run(
          insertSpan,
          spanColumns.map((column) => row[column]),
        );
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
