import type { ApprovalView } from '#protocol/methods/approvals';
import type { ButtonRow } from '../answers/reply';
import type { Texts } from '../texts/texts';
import { button, row } from './button';

/** The buttons below what waits: to decide, to look at what belongs to it, to propose something else. */
export function noticeRows({ shown }: ApprovalView, nonce: string, texts: Texts): readonly ButtonRow[] {
  const hasTool = typeof shown['tool'] === 'string';
  return [
    row(
      button('approve', nonce, texts.approve, 'good'),
      button('reject', nonce, texts.reject, 'bad'),
      button('asked', nonce, texts.showAsked),
    ),
    row(
      button('plan', nonce, texts.plan),
      button('log', nonce, texts.log),
      button('artifacts', nonce, texts.artifacts),
      ...(hasTool ? [button('tool', nonce, texts.permissions)] : []),
      button('stop', nonce, texts.stop, 'bad'),
    ),
    row(button('import', nonce, texts.newVersion), button('session', nonce, texts.newSession)),
  ];
}
