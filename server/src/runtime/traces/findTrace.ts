import { AppError } from '#protocol/errors';
import { findRun } from '../record/findRun';
import type { Store } from '../storePort';

/** The trace that a person names by run id, trace id or `latest`; one that another program sent belongs to no run. */
export async function findTrace(
  store: Store,
  name: string,
): Promise<{ readonly trace_id: string; readonly run_id: string | null }> {
  if (/^[0-9a-f]{32}$/.test(name)) {
    const { items } = await store.list('spans', { where: { trace_id: name }, limit: 1 });
    const runs = await store.list('runs', { where: { trace_id: name }, limit: 1 });
    if (items.length > 0 || runs.items.length > 0) {
      return { trace_id: name, run_id: runs.items[0]?.id ?? items[0]?.run_id ?? null };
    }
    throw new AppError('NOT_FOUND', `there is no trace ${name}`);
  }
  const { id, trace_id } = await findRun(store, name);
  return { trace_id, run_id: id };
}
