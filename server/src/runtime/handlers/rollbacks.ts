import type { Handlers } from '#protocol/methods';
import { expireDue } from '../approvals/approvalExpiry';
import { approvalById } from '../approvals/approvalRequests';
import { applyRollback } from '../checkpoints/applyRollback';
import { prepareRollback } from '../checkpoints/prepareRollback';
import type { Context } from '../context';
import { whileHeld } from '../record/bytes/heldBytes';
import { Serial } from '../serial';

type Names = Extract<keyof Handlers, `rollback/${string}`>;

/** Answers requests about rollback: first the exact file list into the queue, then, approved, the writing. */
export function rollbackHandlers(context: Context): Pick<Handlers, Names> {
  /** One rollback is applied once: whoever comes second sees what became of it. */
  const applying = new Serial();
  return {
    'rollback/prepare': (params, caller) =>
      whileHeld(context, (held) => prepareRollback(held, caller, params)),
    'rollback/apply': async ({ approval_id }, caller) => {
      await expireDue(context);
      return await applying.run(approval_id, async () =>
        whileHeld(context, async (held) =>
          applyRollback(held, caller, await approvalById(context, approval_id)),
        ),
      );
    },
  };
}
