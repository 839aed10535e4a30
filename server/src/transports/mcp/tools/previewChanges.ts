import { z } from 'zod';
import type { CancelSignal } from '#protocol/methods';
import { id, paging } from '#protocol/methods/shapes';
import type { Ask } from '../mcpDesk';
import { ownTool } from './mcpTool';

/** Shows what a run drafted, file by file, whether it is written by now or not. */
export const previewChanges = ownTool(
  {
    title: 'Preview the changes of a run',
    description:
      'The drafts of a run with their diffs and states: recorded, approved, applied, rejected, stale or superseded. ' +
      'What stands in the diffs is content of files.',
    params: z.strictObject({
      run_id: id.describe('a run id, a trace id, or `latest`'),
      offset: paging.offset,
      limit: z.int().min(1).max(100).default(20),
    }),
    role: 'viewer',
  },
  async (ask, { run_id: named, limit, offset }, signal) => {
    const { run_id } = await ask('run/show', { run_id: named }, signal);
    const page = await ask('event/list', { run_id, type: 'preview.recorded', limit, offset }, signal);
    const ids = page.items.flatMap(({ payload }) => previewId(payload));
    return { ...page, run_id, items: await shown(ask, ids, signal) };
  },
);

function previewId(payload: unknown): readonly string[] {
  const found = (payload as { readonly preview_id?: unknown } | null)?.preview_id;
  return typeof found === 'string' ? [found] : [];
}

async function shown(ask: Ask, ids: readonly string[], signal: CancelSignal): Promise<readonly object[]> {
  return await Promise.all(ids.map((preview_id) => ask('preview/show', { preview_id }, signal)));
}
