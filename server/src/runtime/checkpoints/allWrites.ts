import type { WriteRow } from '#protocol/rows';
import type { Context } from '../context';

/** Marks of writes that were announced but never stood. */
const neverStood: readonly (string | null)[] = ['not_written', 'interrupted'];

/** Every write of ours that stood, rollbacks among them, oldest first. */
export async function allWrites({ ports }: Pick<Context, 'ports'>): Promise<WriteRow[]> {
  const { items } = await ports.store.list('writes', { order: [{ by: 'created_at' }], limit: null });
  return items.filter(({ undone_by }) => !neverStood.includes(undone_by));
}
