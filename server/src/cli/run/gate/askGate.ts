import type { ShownApproval } from '../../govern/approvalLines';
import type { Messages } from '../../terminal/messages';
import { chooseHunks } from './chooseHunks';
import type { Desk, HunkChoice } from './desk';

/** What a person decided at a hold point. Nothing is granted here; that is the caller's request to make. */
export type GateAnswer =
  | { readonly kind: 'approve' }
  | { readonly kind: 'reject'; readonly reason: string }
  | { readonly kind: 'hunks'; readonly choices: readonly HunkChoice[] }
  | { readonly kind: 'edit' }
  | { readonly kind: 'leave' };

/** Asks about one approval until there is an answer. What was shown before it is everything the digest covers. */
export async function askGate(desk: Desk, approval: ShownApproval, messages: Messages): Promise<GateAnswer> {
  for (;;) {
    const answer = (await desk.ask(messages.gateQuestion))?.trim().toLowerCase();
    const decided = await answered(answer, desk, approval, messages);
    if (decided !== undefined) {
      return decided;
    }
  }
}

/** Asks for a reason until there is one; undefined when the person leaves. */
export async function askReason(desk: Desk, messages: Messages): Promise<string | undefined> {
  for (;;) {
    const reason = await desk.ask(messages.reason);
    if (reason === null) {
      return undefined;
    }
    if (reason.trim() !== '') {
      return reason.trim();
    }
    desk.say(messages.reasonNeeded);
  }
}

async function answered(
  answer: string | undefined,
  desk: Desk,
  approval: ShownApproval,
  messages: Messages,
): Promise<GateAnswer | undefined> {
  switch (answer) {
    case 'y':
      return await confirmed(desk, approval, messages);
    case 'n':
      return await rejected(desk, messages);
    case 'h':
      return await byHunk(desk, approval, messages);
    case 'e':
      return { kind: 'edit' };
    case 'q':
    case undefined:
      return { kind: 'leave' };
    default:
      desk.say(messages.gateHelp);
      return undefined;
  }
}

/** High risk needs the word itself, typed. */
async function confirmed(
  desk: Desk,
  { shown }: ShownApproval,
  messages: Messages,
): Promise<GateAnswer | undefined> {
  if (shown['needs_confirmation'] !== true && shown['risk'] !== 'high') {
    return { kind: 'approve' };
  }
  if ((await desk.ask(messages.confirmHighRisk))?.trim() === 'yes') {
    return { kind: 'approve' };
  }
  desk.say(messages.notConfirmed);
  return undefined;
}

async function rejected(desk: Desk, messages: Messages): Promise<GateAnswer | undefined> {
  const reason = await askReason(desk, messages);
  return reason === undefined ? undefined : { kind: 'reject', reason };
}

async function byHunk(
  desk: Desk,
  approval: ShownApproval,
  messages: Messages,
): Promise<GateAnswer | undefined> {
  const choices = await chooseHunks(desk, approval.previews, messages);
  if (choices === undefined) {
    return undefined;
  }
  if (choices.every(({ reject }) => reject.length === 0)) {
    return await confirmed(desk, approval, messages);
  }
  if (choices.every(({ accept }) => accept.length === 0)) {
    desk.say(messages.noHunkKept);
    return await rejected(desk, messages);
  }
  return { kind: 'hunks', choices };
}
