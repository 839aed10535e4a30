import type { ApprovalView } from '#protocol/methods/approvals';
import type { ButtonRow } from '../answers/reply';
import type { Chat } from '../chat';
import { button, row } from './button';

/** How long somebody has to press what only they were given. */
export const personalMs = 10 * 60_000;

/** The button that carries out a step that was approved, where its run waits to be told so. */
export async function executeRows(
  chat: Chat,
  approval: ApprovalView,
  isConfirmed: boolean,
): Promise<readonly ButtonRow[]> {
  const { subject_type, run_id, status, approval_id, digest } = approval;
  if (subject_type !== 'step' || run_id === null || status !== 'granted') {
    return [];
  }
  const { stepping } = await chat.ask('run/show', { run_id });
  if (stepping !== 'manual') {
    return [];
  }
  const nonce = chat.nonces.issue({
    ...{ approval_id, digest, isConfirmed },
    user: chat.sender.id,
    isSingle: true,
    expiresAtMs: Date.now() + personalMs,
  });
  return [row(button('execute', nonce, chat.texts.execute, 'good'))];
}
