import type { Messages } from '../../terminal/messages';
import { askReason } from './askGate';
import type { Desk } from './desk';

/** What a person decided about a plan version. */
export type PlanAnswer =
  | { readonly kind: 'approve' }
  | { readonly kind: 'reject'; readonly reason: string }
  | { readonly kind: 'edit' }
  | { readonly kind: 'leave' };

/** Asks about a plan whose consequences have been shown, until there is an answer. */
export async function askPlan(desk: Desk, messages: Messages): Promise<PlanAnswer> {
  for (;;) {
    const answer = (await desk.ask(messages.planQuestion))?.trim().toLowerCase();
    switch (answer) {
      case 'y':
        return { kind: 'approve' };
      case 'e':
        return { kind: 'edit' };
      case 'q':
      case undefined:
        return { kind: 'leave' };
      case 'n': {
        const reason = await askReason(desk, messages);
        if (reason !== undefined) {
          return { kind: 'reject', reason };
        }
        break;
      }
      default:
        desk.say(messages.planHelp);
    }
  }
}
