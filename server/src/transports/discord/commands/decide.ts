import type { ApprovalView } from '#protocol/methods/approvals';
import { code } from '../answers/markdown';
import type { Reply } from '../answers/reply';
import { executeRows } from '../buttons/executeRows';
import type { Chat } from '../chat';
import { optional } from './sessions';

/** What is agreed to: exactly this digest. */
export interface Agreed {
  readonly approval_id: string;
  readonly digest: string;
  readonly confirm_high_risk: boolean;
  readonly reason?: string | undefined;
}

/** Grants what was shown. The server says whether it still is what waits, and who was first. */
export async function grantAsked(chat: Chat, agreed: Agreed): Promise<Reply> {
  const { approval_id, digest, confirm_high_risk, reason } = agreed;
  const granted = await chat.ask('approval/grant', {
    approval_id,
    digest,
    confirm_high_risk,
    ...optional('reason', reason),
  });
  return { head: decisionText(granted, chat), rows: await executeRows(chat, granted, confirm_high_risk) };
}

/** Rejects for good; the reason goes back to the author. */
export async function rejectAsked(chat: Chat, approval_id: string, reason: string): Promise<Reply> {
  const rejected = await chat.ask('approval/reject', { approval_id, reason });
  return { head: decisionText(rejected, chat) };
}

function decisionText(approval: ApprovalView, { texts }: Chat): string {
  const { status, approval_id, digest, votes, required } = approval;
  const said =
    status === 'requested'
      ? `${texts.counted(votes.length, required)} ${texts.waiting}`
      : `**${texts.decided[status] ?? status}**`;
  return `${said}\n${code(approval_id)} · ${texts.digest} ${code(digest)}`;
}
