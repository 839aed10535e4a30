import type { Peers } from '../peers';

/** DuckDB over the same spans, read from NDJSON into a table of its own. */
export interface DuckStore {
  ask(sql: string): Promise<unknown>;
  close(): void;
}

interface Library {
  readonly DuckDBInstance: { create(file: string): Promise<Instance> };
}

interface Instance {
  connect(): Promise<{ runAndReadAll(sql: string): Promise<unknown>; closeSync(): void }>;
}

/** Opens DuckDB in memory with the spans of a file; answers why when it cannot. */
export async function openDuck(peers: Peers, ndjson: string): Promise<DuckStore | string> {
  const library = peers.load<Library>('@duckdb/node-api');
  if (typeof library === 'string') return library;
  const connection = await (await library.DuckDBInstance.create(':memory:')).connect();
  await connection.runAndReadAll(
    `CREATE TABLE spans AS SELECT * FROM read_json('${ndjson}', format = 'newline_delimited', columns = {
      span_id: 'VARCHAR', trace_id: 'VARCHAR', parent_span_id: 'VARCHAR', name: 'VARCHAR', status: 'VARCHAR',
      attributes: 'VARCHAR', start_us: 'BIGINT', end_us: 'BIGINT' })`,
  );
  return {
    ask: (sql) => connection.runAndReadAll(sql),
    close: () => connection.closeSync(),
  };
}
