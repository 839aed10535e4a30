import type { Handlers } from '#protocol/methods';
import type { ApprovalView, PreviewView } from '#protocol/methods/approvals';
import type { PreviewRow } from '#protocol/rows';
import { expireDue } from '../approvals/approvalExpiry';
import { approvalById } from '../approvals/approvalRequests';
import { grantApproval, rejectApproval } from '../approvals/approvals';
import { deriveByHunks } from '../approvals/hunkChoice';
import type { Context } from '../context';
import { whileHeld } from '../record/bytes/heldBytes';
import { listAnswer } from '../record/listAnswer';
import { approvalView, previewView } from '../record/views';
import { previewById } from '../reviews/reviewed';

type Names = `approval/${'list' | 'show' | 'grant' | 'reject'}` | `preview/${'show' | 'hunks'}`;

/** Answers requests about the queue of approvals and the previews in it. */
export function approvalHandlers(context: Context): Pick<Handlers, Names> {
  const { store } = context.ports;
  return {
    'approval/list': async ({ state, session_id, run_id, limit, offset }) => {
      await expireDue(context);
      const where = {
        ...(state === undefined ? {} : { status: state }),
        ...(session_id === undefined ? {} : { session_id }),
        ...(run_id === undefined ? {} : { run_id }),
      };
      const page = await store.list('approvals', {
        where,
        order: [{ by: 'created_at', desc: state !== 'requested' }],
        limit,
        offset,
      });
      return listAnswer(page.items.map(approvalView), page.total, { limit, offset });
    },
    'approval/show': async ({ approval_id }) => {
      await expireDue(context);
      const view = approvalView(await approvalById(context, approval_id));
      return { ...view, previews: await previewsOf(context, view) };
    },
    'approval/grant': async ({ approval_id, digest, reason, confirm_high_risk }, caller) => {
      const row = await grantApproval(context, caller, approval_id, {
        digest,
        reason,
        confirmHighRisk: confirm_high_risk,
      });
      return approvalView(row);
    },
    'approval/reject': async ({ approval_id, reason }, caller) =>
      approvalView(await rejectApproval(context, caller, approval_id, reason)),
    'preview/show': async ({ preview_id }) => shownPreview(context, await previewById(context, preview_id)),
    'preview/hunks': async ({ preview_id, accept, reject, comments }, caller) => {
      const choice = { accept, reject, comments };
      const derived = await whileHeld(context, (held) => deriveByHunks(held, caller, preview_id, choice));
      return await shownPreview(context, derived);
    },
  };
}

async function previewsOf(context: Context, view: ApprovalView): Promise<PreviewView[]> {
  const shown: PreviewView[] = [];
  for (const id of view.preview_ids) {
    shown.push(await shownPreview(context, await previewById(context, id)));
  }
  return shown;
}

async function shownPreview(context: Context, row: PreviewRow): Promise<PreviewView> {
  const diff = await context.ports.artifacts.get(row.diff_sha);
  return previewView(row, diff ? new TextDecoder().decode(diff) : '');
}
