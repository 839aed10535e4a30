import { AppError } from '#protocol/errors';
import type { RunRow } from '#protocol/rows';
import type { Store } from '../storePort';

/** The run that a person names by run id, trace id or `latest`. */
export async function findRun(store: Store, name: string): Promise<RunRow> {
  const where = name === 'latest' ? {} : /^[0-9a-f]{32}$/.test(name) ? { trace_id: name } : { id: name };
  const { items } = await store.list('runs', { where, order: [{ by: 'created_at', desc: true }], limit: 1 });
  const [row] = items;
  if (row === undefined) {
    throw new AppError('NOT_FOUND', name === 'latest' ? 'there is no run yet' : `there is no run ${name}`);
  }
  return row;
}
