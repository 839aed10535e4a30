import { type AskedApproval, askedFiles } from '../answers/askedFiles';
import { askedText } from '../answers/askedText';
import { code } from '../answers/markdown';
import { bytesOf, type Reply } from '../answers/reply';
import type { Chat } from '../chat';
import { button, row } from './button';
import { personalMs } from './executeRows';
import { hunkMenus } from './hunkMenus';
import { refuseSettled } from './settled';

/** Everything that would be approved, and the button that approves exactly that, once, for this person alone. */
export async function askReply(chat: Chat, approval_id: string, digest?: string): Promise<Reply> {
  const { texts, nonces, sender } = chat;
  const approval = await chat.ask('approval/show', { approval_id });
  refuseSettled(approval, digest, texts);
  const shown = await wholeReply(chat, approval);
  if (shown === undefined) {
    return { head: texts.tooLarge };
  }
  const isHighRisk = approval.shown['needs_confirmation'] === true || approval.shown['risk'] === 'high';
  const menus = hunkMenus(chat, approval);
  const nonce = nonces.issue({
    approval_id,
    digest: approval.digest,
    user: sender.id,
    isSingle: true,
    isConfirmed: isHighRisk,
    expiresAtMs: Date.now() + personalMs,
  });
  return {
    ...shown,
    head: [shown.head, code(approval.digest), texts.askedWhole, ...menus.said].join('\n'),
    rows: [
      ...menus.rows,
      row(
        button(
          'confirm',
          nonce,
          isHighRisk ? texts.confirmHighRisk : texts.confirm,
          isHighRisk ? 'bad' : 'good',
        ),
        button('leave', nonce, texts.cancel),
      ),
    ],
  };
}

/** All of what waits, without a button to decide. */
export async function shownReply(chat: Chat, approval_id: string): Promise<Reply> {
  const approval = await chat.ask('approval/show', { approval_id });
  return (await wholeReply(chat, approval)) ?? { head: chat.texts.tooLarge };
}

/** What waits with everything that belongs to it; undefined where Discord would not take it whole. */
async function wholeReply(chat: Chat, approval: AskedApproval): Promise<Reply | undefined> {
  const { subject_type, session_id, shown } = approval;
  const version = shown['version'];
  const plan =
    subject_type === 'plan' && typeof version === 'number'
      ? await chat.ask('plan/show', { session_id, version })
      : undefined;
  const files = askedFiles(approval, plan, chat.texts);
  return bytesOf(files) > chat.attachmentBytes ? undefined : { head: askedText(approval, chat.texts), files };
}
