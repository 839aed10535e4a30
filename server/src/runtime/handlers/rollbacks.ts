import type { Handlers } from '#protocol/methods';
import { expireDue, inTurn } from '../approvals/approvalExpiry';
import { applyRollback } from '../checkpoints/applyRollback';
import { prepareRollback } from '../checkpoints/prepareRollback';
import type { Context } from '../context';

type Names = Extract<keyof Handlers, `rollback/${string}`>;

/** Answers requests about rollback: first the exact file list into the queue, then, approved, the writing. */
export function rollbackHandlers(context: Context): Pick<Handlers, Names> {
  return {
    'rollback/prepare': (params, caller) => prepareRollback(context, caller, params),
    'rollback/apply': async ({ approval_id }, caller) => {
      await expireDue(context);
      return await inTurn(context, approval_id, (row) => applyRollback(context, caller, row));
    },
  };
}
