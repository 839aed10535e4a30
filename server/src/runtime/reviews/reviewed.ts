import type { Hunk } from '#protocol/change';
import { AppError } from '#protocol/errors';
import type { ApprovalRow, PreviewRow } from '#protocol/rows';
import type { Context } from '../context';
import { type Shown, storedJson } from '../record/views';

/** A preview by its id, or NOT_FOUND. */
export async function previewById(context: Context, id: string): Promise<PreviewRow> {
  const row = await context.ports.store.get('previews', { id });
  if (!row) {
    throw new AppError('NOT_FOUND', `there is no preview ${id}`);
  }
  return row;
}

/** The previews that an approval is about, in its order. */
export async function previewsOf(context: Context, approval: ApprovalRow): Promise<PreviewRow[]> {
  const ids = (storedJson(approval.shown_json) as Shown).preview_ids ?? [];
  const { items } = await context.ports.store.list('previews', { where: { id: [...ids] }, limit: null });
  const known = new Map(items.map((row) => [row.id, row]));
  return ids.map((id) => {
    const row = known.get(id);
    if (!row) {
      throw new AppError('NOT_FOUND', `there is no preview ${id}`);
    }
    return row;
  });
}

/** The hunks of a preview as they were recorded. */
export function hunksOf(row: PreviewRow): readonly Hunk[] {
  return (storedJson(row.meta_json) as unknown as { readonly hunks: readonly Hunk[] }).hunks;
}
