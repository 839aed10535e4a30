import type { WriteRow } from '#protocol/rows';
import type { Context } from '../context';

/** Marks the writes of a rollback that was announced and of which nobody knows yet how far it came. */
export const unfinished = 'unfinished';

/** Marks of writes that were announced but never stood. */
const neverStood: readonly (string | null)[] = ['not_written', 'interrupted', unfinished];

/** Every write of ours that stood, rollbacks among them, oldest first. */
export async function allWrites({ ports }: Pick<Context, 'ports'>): Promise<WriteRow[]> {
  const { items } = await ports.store.list('writes', { order: [{ by: 'created_at' }], limit: null });
  return items.filter(({ undone_by }) => !neverStood.includes(undone_by));
}
