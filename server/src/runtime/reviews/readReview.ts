import type { ReviewFileView, ReviewView } from '#protocol/methods/reviews';
import type { PreviewRow } from '#protocol/rows';
import { approvalById } from '../approvals/approvalRequests';
import type { Context } from '../context';
import { approvalView, previewView } from '../record/views';
import { commentsOn } from './comments';
import { previewsOf } from './reviewed';

/** Bytes of one diff, and of all diffs together, that an answer carries; whoever reads slowly must not choke on it. */
const fileLimit = 1024 * 1024;
const wholeLimit = 6 * 1024 * 1024;

/** An approval with the changes it is about and what was said of them. */
export async function readReview(context: Context, approvalId: string): Promise<ReviewView> {
  const approval = await approvalById(context, approvalId);
  const previews = await previewsOf(context, approval);
  const files: ReviewFileView[] = [];
  let left = wholeLimit;
  for (const row of previews) {
    const diff = await context.ports.artifacts.get(row.diff_sha);
    const fits = diff === undefined || (diff.length <= fileLimit && diff.length <= left);
    left -= fits ? (diff?.length ?? 0) : 0;
    files.push(await fileView(context, row, fits ? new TextDecoder().decode(diff) : null));
  }
  return { ...approvalView(approval), files, comments: await commentsOn(context, approval, previews) };
}

async function fileView(context: Context, row: PreviewRow, diff: string | null): Promise<ReviewFileView> {
  const view = previewView(row, '');
  const isDrawn = diff !== null && view.encoding !== 'binary';
  return {
    ...view,
    diff,
    old_bytes: isDrawn ? null : await sizeOf(context, row.before_sha),
    new_bytes: isDrawn ? null : await sizeOf(context, row.after_sha),
  };
}

async function sizeOf(context: Context, sha: string | null): Promise<number | null> {
  return sha === null ? null : ((await context.ports.content.get(sha))?.length ?? null);
}
