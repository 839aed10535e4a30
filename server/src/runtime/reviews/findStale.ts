import type { StaleView } from '#protocol/methods/reviews';
import type { ApprovalRow, PreviewRow } from '#protocol/rows';
import type { Context } from '../context';
import { slotContext } from '../slots';
import { previewsOf } from './reviewed';

/** The previews of an approval that no longer start from the files of the run's slot as they are. */
export async function findStale(
  context: Context,
  approval: ApprovalRow,
): Promise<readonly (StaleView & { readonly row: PreviewRow })[]> {
  const run =
    approval.run_id === null ? undefined : await context.ports.store.get('runs', { id: approval.run_id });
  const { workspace } = (run ? await slotContext(context, run) : context).ports;
  const stale: (StaleView & { readonly row: PreviewRow })[] = [];
  for (const row of await previewsOf(context, approval)) {
    const isOpen = row.status === 'recorded' || row.status === 'approved';
    const now = isOpen ? ((await workspace.read(row.path))?.sha256 ?? null) : row.before_sha;
    if (row.status === 'stale' || now !== row.before_sha) {
      stale.push({ preview_id: row.id, path: row.path, cause: causeOf(row, now), row });
    }
  }
  return stale;
}

function causeOf({ before_sha }: PreviewRow, now: string | null): StaleView['cause'] {
  if (before_sha === null) {
    return 'exists';
  }
  return now === null ? 'missing' : 'changed';
}
