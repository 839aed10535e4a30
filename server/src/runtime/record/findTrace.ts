import { AppError } from '#protocol/errors';
import type { Store } from '../storePort';
import { findRun } from './findRun';

/** The trace that a person names by run id, trace id or `latest`; one that other programs sent belongs to no run. */
export async function findTrace(
  store: Store,
  name: string,
): Promise<{ readonly trace_id: string; readonly run_id: string | null }> {
  try {
    const { trace_id, id } = await findRun(store, name);
    return { trace_id, run_id: id };
  } catch (error) {
    const isUnknown = error instanceof AppError && error.code === 'NOT_FOUND' && /^[0-9a-f]{32}$/.test(name);
    if (isUnknown && (await store.list('spans', { where: { trace_id: name }, limit: 1 })).total > 0) {
      return { trace_id: name, run_id: null };
    }
    throw error;
  }
}
