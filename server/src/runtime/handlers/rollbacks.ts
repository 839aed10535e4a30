import type { Handlers } from '#protocol/methods';
import { approvalById } from '../approvals/approvalRequests';
import { applyRollback } from '../checkpoints/applyRollback';
import { prepareRollback } from '../checkpoints/prepareRollback';
import type { Context } from '../context';

type Names = Extract<keyof Handlers, `rollback/${string}`>;

/** Answers requests about rollback: first the exact file list into the queue, then, approved, the writing. */
export function rollbackHandlers(context: Context): Pick<Handlers, Names> {
  return {
    'rollback/prepare': (params, caller) => prepareRollback(context, caller, params),
    'rollback/apply': async ({ approval_id }, caller) =>
      applyRollback(context, caller, await approvalById(context, approval_id)),
  };
}
