import { AppError } from '#protocol/errors';
import { harmlessJson } from '#protocol/shown/harmlessJson';
import { code, shortDigest } from '../answers/markdown';
import { type Reply, textFile } from '../answers/reply';
import type { Chat } from '../chat';
import type { Given } from './given';
import { blastText, rowsOf } from './plans';
import { optional } from './sessions';

/** A plan as somebody sends it, and where it belongs. */
export interface SentPlan {
  readonly text: string;
  readonly file_name: string;
  /** A new session without it. */
  readonly session_id: string | undefined;
}

/** `/plan_import`. */
export async function planImport(chat: Chat, given: Given): Promise<Reply> {
  return await importPlan(chat, { ...(await planText(chat, given)), session_id: given.text('session_id') });
}

/** Stores a plan, which puts its approval into the queue; nothing runs by it, and one with errors stores nothing. */
export async function importPlan(chat: Chat, { text, file_name, session_id }: SentPlan): Promise<Reply> {
  const { texts } = chat;
  const { errors, title } = await chat.ask('plan/validate', { text, file_name });
  if (errors.length > 0) {
    throw new AppError('PLAN_INVALID', `the plan has ${errors.length} error(s)`, { errors });
  }
  const session = session_id ?? (await chat.ask('session/create', optional('goal', title ?? undefined))).id;
  const imported = await chat.ask('plan/import', { session_id: session, text, file_name });
  const { version, hash, warnings, blast_radius } = imported;
  const { approval_id } = await chat.ask('plan/request', { session_id: session, version });
  return {
    head: [
      texts.planImported(code(title ?? ''), version),
      `${texts.session} ${code(session)} · ${texts.digest} ${shortDigest(hash)}`,
      blastText(blast_radius, chat),
      ...(warnings.length === 0 ? [] : [texts.warnings(warnings.length)]),
    ].join('\n'),
    files: [
      ...(warnings.length === 0 ? [] : [textFile('warnings.json', harmlessJson(warnings))]),
      textFile('consequences.json', harmlessJson(blast_radius)),
    ],
    rows: await rowsOf(chat, approval_id),
  };
}

async function planText(chat: Chat, given: Given): Promise<{ text: string; file_name: string }> {
  const file = given.attachment('file');
  const text = given.text('text');
  if ((file === undefined) === (text === undefined)) {
    throw new AppError('BAD_REQUEST', chat.texts.planNeeded);
  }
  return file === undefined
    ? { text: text ?? '', file_name: 'plan.yaml' }
    : { text: await chat.download(file.url), file_name: file.filename };
}
