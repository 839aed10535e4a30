import type { ApprovalView } from '#protocol/methods/approvals';
import type { RunView } from '#protocol/methods/runs';
import { askedText } from '../answers/askedText';
import { code, moment } from '../answers/markdown';
import { type Message, messageOf } from '../answers/reply';
import { noticeRows } from '../buttons/noticeRows';
import type { Texts } from '../texts/texts';

/** What an announcement is made with. */
export interface NoticePlace {
  readonly workspace: string;
  readonly texts: Texts;
}

/** The announcement of what waits, with its buttons. */
export function openNotice(
  approval: ApprovalView,
  nonce: string,
  { workspace, texts }: NoticePlace,
): Message {
  const head = `${texts.holdPoint(code(workspace))}: ${askedText(approval, texts)}`;
  return messageOf({ head, rows: noticeRows(approval, nonce, texts) }, texts);
}

/** The same once nobody has to decide any more: who did, by which door, when. */
export function closedNotice(approval: ApprovalView, { workspace, texts }: NoticePlace): Message {
  const { status, actor, source, decided_at, reason } = approval;
  const what = texts.decided[status] ?? status;
  const isDecided = ['granted', 'consumed', 'rejected'].includes(status) && decided_at !== null;
  const said = isDecided
    ? texts.decidedBy(what, code(actor ?? '?'), code(source ?? '?'), moment(decided_at))
    : texts.lapsed(what);
  const why = reason === null || reason === '' ? [] : [code(reason.slice(0, 300))];
  const asked = askedText(approval, texts);
  return messageOf(
    { head: [`${texts.holdPoint(code(workspace))}: ${asked}`, said, ...why].join('\n') },
    texts,
  );
}

/** How a run ended. */
export function endedNotice(run: RunView, { workspace, texts }: NoticePlace): Message {
  const { run_id, plan_title, status, end_reason } = run;
  const why = end_reason === null || end_reason.code === 'done' ? '' : code(end_reason.message.slice(0, 500));
  const title = code(plan_title.slice(0, 200));
  return messageOf({ head: texts.runEnded(code(workspace), code(run_id), title, status, why) }, texts);
}
