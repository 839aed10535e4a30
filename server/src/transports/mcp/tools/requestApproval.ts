import { z } from 'zod';
import { AppError } from '#protocol/errors';
import type { CancelSignal } from '#protocol/methods';
import { id } from '#protocol/methods/shapes';
import type { Ask } from '../mcpDesk';
import { ownTool } from './mcpTool';

/** Asks people about a plan again, where nobody is being asked any more. */
export const requestApproval = ownTool(
  {
    title: 'Request an approval',
    description:
      'Sees to it that a plan waits in the queue of approvals: the open request is answered, and a new one is made when ' +
      'it has expired or no longer fits. Never grants. Steps ask by themselves when their run reaches them.',
    params: z.strictObject({
      session_id: id,
      version: z.int().min(1).optional().describe('the newest without it'),
    }),
    role: 'operator',
  },
  async (ask, { session_id, version }, signal) => {
    const { plan_version } = await ask('session/show', { session_id }, signal);
    const asked = version ?? plan_version;
    if (asked === null) {
      throw new AppError('STATE_CONFLICT', `session ${session_id} has no plan yet: propose one first`);
    }
    return await planRequest(ask, { session_id, version: asked }, signal);
  },
);

/** Where a plan stands with its people, and the request in full while it waits. */
export async function planRequest(
  ask: Ask,
  target: { readonly session_id: string; readonly version: number },
  signal: CancelSignal,
): Promise<object> {
  const request = await ask('plan/request', target, signal);
  const approval =
    request.approval_id === null
      ? null
      : await ask('approval/show', { approval_id: request.approval_id }, signal);
  return { ...request, approval };
}
