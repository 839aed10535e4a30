import type { RunView } from '#protocol/methods/runs';
import type { RunRow } from '#protocol/rows';
import type { Context } from '../../context';
import { runView } from '../../record/views';

/** Runs as every door shows them, with the versions of their plans and whether somebody keeps them. */
export async function runViews(
  { ports: { store } }: Context,
  rows: readonly RunRow[],
): Promise<readonly RunView[]> {
  if (rows.length === 0) {
    return [];
  }
  const planIds = [...new Set(rows.map(({ plan_id }) => plan_id))];
  const [plans, pinned] = await Promise.all([
    store.listColumns('plans', ['id', 'version', 'title'], { where: { id: planIds }, limit: null }),
    store.list('run_notes', { where: { run_id: rows.map(({ id }) => id), pinned: 1 }, limit: null }),
  ]);
  const planOf = new Map(plans.map((plan) => [plan.id, plan]));
  const kept = new Set(pinned.items.map(({ run_id }) => run_id));
  return rows.map((row) => runView(row, { plan: planOf.get(row.plan_id), isPinned: kept.has(row.id) }));
}
