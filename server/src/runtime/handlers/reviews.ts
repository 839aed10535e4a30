import type { Handlers } from '#protocol/methods';
import { expireDue } from '../approvals/approvalExpiry';
import { approvalById } from '../approvals/approvalRequests';
import { unsavedOf } from '../approvals/unsaved';
import type { Context } from '../context';
import { whileHeld } from '../record/bytes/heldBytes';
import { chooseHunks } from '../reviews/chooseHunks';
import { addComment } from '../reviews/comments';
import { findStale } from '../reviews/findStale';
import { readContent } from '../reviews/readContent';
import { readReview } from '../reviews/readReview';
import { renewPreviews } from '../reviews/renewPreviews';
import { previewById } from '../reviews/reviewed';
import type { Runs } from '../run/runs';

type Names = `approval/${'review' | 'check' | 'choose' | 'renew'}` | `preview/${'content' | 'comment'}`;

/** Answers requests of whoever reviews proposed changes file by file and hunk by hunk. */
export function reviewHandlers(context: Context, runs: Runs): Pick<Handlers, Names> {
  return {
    'approval/review': async ({ approval_id }) => {
      await expireDue(context);
      return await readReview(context, approval_id);
    },
    'approval/check': async ({ approval_id }) => {
      const approval = await approvalById(context, approval_id);
      const stale = await findStale(context, approval);
      return {
        approval_id,
        stale: stale.map(({ preview_id, path, cause }) => ({ preview_id, path, cause })),
        unsaved: [...(await unsavedOf(context, approval))],
      };
    },
    'approval/choose': async (params, caller) =>
      await whileHeld(context, (held) => chooseHunks(held, caller, params)),
    'approval/renew': async ({ approval_id }, caller) =>
      await renewPreviews(context, runs, caller, approval_id),
    'preview/content': async ({ preview_id, side, reject }) =>
      await readContent(context, await previewById(context, preview_id), { side, reject }),
    'preview/comment': async (params, caller) =>
      await addComment(context, caller, await previewById(context, params.preview_id), params),
  };
}
