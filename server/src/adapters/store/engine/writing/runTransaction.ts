import type { Tables } from '../../packing/packedTables';
import type { DiskHealth } from '../diskHealth';
import type { EventLog } from '../eventLog';
import { rollBack } from '../openDatabase';
import { endsTransaction } from '../unavailable';

/** How one of the requests of a transaction ended. */
export type Outcome = { readonly value: unknown } | { readonly error: unknown };

/** What a transaction writes to, and what must be forgotten of it when it is taken back. */
export interface Written {
  readonly tables: Tables;
  readonly log: EventLog;
  readonly health: DiskHealth;
}

/** Runs requests in one transaction, each undone by itself if it fails, all if the disk fails; a soft one is not synced. */
export function runTransaction(
  written: Written,
  requests: readonly (() => unknown)[],
  isSoft: boolean,
): readonly Outcome[] {
  const { health, log, tables } = written;
  const { head } = log;
  try {
    tables.connection.begin(isSoft);
    const [only, ...others] = requests;
    // Alone in its transaction a request needs no way back of its own: the transaction is taken back with it.
    const outcomes: readonly Outcome[] =
      only !== undefined && others.length === 0
        ? [{ value: only() }]
        : requests.map((request) => isolated(written, request));
    tables.connection.commit(isSoft);
    return outcomes;
  } catch (error) {
    const failure = health.failure(error);
    takeBack(written, head);
    return requests.map(() => ({ error: failure }));
  }
}

function isolated(written: Written, request: () => unknown): Outcome {
  const { connection } = written.tables;
  const { head } = written.log;
  connection.run('SAVEPOINT request');
  try {
    const value = request();
    connection.run('RELEASE request');
    return { value };
  } catch (error) {
    if (endsTransaction(error)) throw error;
    connection.run('ROLLBACK TO request');
    connection.run('RELEASE request');
    forget(written, head);
    return { error };
  }
}

function takeBack(written: Written, head: EventLog['head']): void {
  try {
    rollBack(written.tables.connection);
    forget(written, head);
  } catch (error) {
    written.health.endWriting(String(error));
  }
}

/** What is remembered of a transaction that was taken back. */
function forget({ tables, log }: Written, head: EventLog['head']): void {
  tables.packing.terms.reload();
  log.rewind(head);
  log.text.reload();
}
