import { harmlessJson } from '#protocol/shown/harmlessJson';
import { code } from '../answers/markdown';
import type { Reply } from '../answers/reply';
import { askReply } from '../buttons/askReply';
import type { Chat } from '../chat';
import { grantAsked } from './decide';
import type { Given } from './given';

/** Discord takes the answer to a message for a quarter of an hour; a step may take longer. */
const answerWithinMs = 14 * 60_000;

/** `/step_approve`: shows everything and asks; with the digest that was shown before it approves at once. */
export async function stepApprove(chat: Chat, given: Given): Promise<Reply> {
  const { status, approval_id } = await chat.ask('step/request', placeOf(given));
  if (status === 'approved') {
    return { head: chat.texts.nothingToAsk };
  }
  const digest = given.text('digest');
  return digest === undefined
    ? await askReply(chat, approval_id)
    : await grantAsked(chat, {
        approval_id,
        digest,
        confirm_high_risk: given.flag('confirm_high_risk'),
        reason: given.text('reason'),
      });
}

/** `/step_execute`. */
export async function stepExecute(chat: Chat, given: Given): Promise<Reply> {
  return await executeStep(chat, {
    ...placeOf(given),
    confirm_high_risk: given.flag('confirm_high_risk'),
  });
}

/** Where a step is and how it was confirmed. */
export type StepCall = ReturnType<typeof placeOf> & { readonly confirm_high_risk: boolean };

/** Carries out one step and tells how it ended, or that it still runs when Discord takes no later answer. */
export async function executeStep(chat: Chat, call: StepCall): Promise<Reply> {
  const { texts } = chat;
  const late = new AbortController();
  const ended = await Promise.race([
    chat.ask('step/execute', call),
    after(answerWithinMs, late.signal),
  ]).finally(() => late.abort());
  if (ended === undefined) {
    return { head: texts.stillRunning };
  }
  const { step_id, status, run_id, output, error, artifacts } = ended;
  return {
    head: [
      `${texts.subjects['step']} ${code(step_id)}: ${code(status)} · ${texts.run} ${code(run_id)}`,
      ...(error === null ? [] : [`${code(error.code)}: ${code(error.message.slice(0, 1000))}`]),
    ].join('\n'),
    body: harmlessJson({ output, error, artifacts }),
    bodyName: 'step.json',
  };
}

/** Runs and sessions are told apart by how their ids begin. */
function placeOf(given: Given): { session_id?: string; run_id?: string; step_id: string } {
  const id = given.needed('session_id');
  const where = id.startsWith('run-') ? { run_id: id } : { session_id: id };
  return { ...where, step_id: given.needed('step_id') };
}

function after(milliseconds: number, signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), milliseconds).unref();
    signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  });
}
