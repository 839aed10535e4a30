import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '#protocol/errors';
import type { ApprovalView } from '#protocol/methods/approvals';
import type { Reply } from '../answers/reply';
import type { Chat } from '../chat';
import { askReply } from './askReply';
import type { Bound } from './nonces';
import { refuseSettled } from './settled';

/** A run asks again by itself, mostly at once. */
const lookEveryMs = 100;
const lookForMs = 10_000;

/** Leaves the chosen hunks out of exactly what was shown and asks about what remains, which has another digest. */
export async function leaveOut(
  chat: Chat,
  { approval_id, digest }: Bound,
  chosen: readonly string[],
): Promise<Reply> {
  const approval = await chat.ask('approval/show', { approval_id });
  refuseSettled(approval, digest, chat.texts);
  const choices = choicesIn(chat, approval, chosen);
  await chat.ask('approval/choose', { approval_id, digest, choices });
  const head = chat.texts.leftOut(chosen.length);
  const next = await nextRequest(chat, approval);
  if (next === undefined) {
    return { head: `${head}\n${chat.texts.askedLater}` };
  }
  const asked = await askReply(chat, next);
  return { ...asked, head: `${head}\n${asked.head}` };
}

type Choices = { preview_id: string; reject: number[] }[];

/** Places are good for what was shown alone, and that is what the digest stands for. */
function choicesIn({ texts }: Chat, { preview_ids }: ApprovalView, chosen: readonly string[]): Choices {
  const byPreview = new Map<string, number[]>();
  for (const value of chosen) {
    const [, place = '', hunk = ''] = /^(\d{1,6})[.](\d{1,6})$/.exec(value) ?? [];
    const preview_id = preview_ids[Number(place || Number.NaN)];
    if (preview_id === undefined) {
      throw new AppError('BAD_REQUEST', texts.noSuchHunk);
    }
    byPreview.set(preview_id, [...(byPreview.get(preview_id) ?? []), Number(hunk)]);
  }
  if (byPreview.size === 0) {
    throw new AppError('BAD_REQUEST', texts.noSuchHunk);
  }
  return [...byPreview].map(([preview_id, reject]) => ({ preview_id, reject }));
}

/** The request for what remains: made by the run, or by us where the run goes step by step. */
async function nextRequest(
  chat: Chat,
  { approval_id, run_id, step_id }: ApprovalView,
): Promise<string | undefined> {
  if (run_id === null || step_id === null) {
    return undefined;
  }
  const { stepping } = await chat.ask('run/show', { run_id });
  if (stepping === 'manual') {
    return (await chat.ask('step/request', { run_id, step_id })).approval_id;
  }
  const untilMs = performance.now() + lookForMs;
  while (performance.now() < untilMs) {
    const { items } = await chat.ask('approval/list', { run_id, state: 'requested', limit: 500 });
    const found = items.find((one) => one.step_id === step_id && one.approval_id !== approval_id);
    if (found !== undefined) {
      return found.approval_id;
    }
    await pause(lookEveryMs);
  }
  return undefined;
}
