import type { PlanRow } from '#protocol/rows';
import type { Store } from '../storePort';

const columns = [
  'id',
  'session_id',
  'version',
  'title',
  'hash',
  'status',
  'created_by',
  'created_at',
] as const satisfies readonly (keyof PlanRow)[];

/** A plan version without its text, which may be megabytes. */
export type PlanHead = Pick<PlanRow, (typeof columns)[number]>;

/** What is known of a plan version besides its text. */
export async function planHead(store: Store, id: string): Promise<PlanHead | undefined> {
  const [head] = await store.listColumns('plans', columns, { where: { id }, limit: 1 });
  return head;
}
