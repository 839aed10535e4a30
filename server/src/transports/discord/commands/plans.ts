import type { RawFile } from '@discordjs/rest';
import { AppError } from '#protocol/errors';
import type { Result } from '#protocol/methods';
import { harmlessJson } from '#protocol/shown/harmlessJson';
import { code, shortDigest } from '../answers/markdown';
import { type Reply, textFile } from '../answers/reply';
import { askReply } from '../buttons/askReply';
import { noticeRows } from '../buttons/noticeRows';
import type { Chat } from '../chat';
import { grantAsked } from './decide';
import type { Given } from './given';

/** `/plan_show`. */
export async function planShow(chat: Chat, given: Given): Promise<Reply> {
  return await showPlan(chat, given.needed('session_id'), given.number('version'));
}

/** A plan in full, with what it would do and, while it waits, the buttons to decide. */
export async function showPlan(chat: Chat, session_id: string, wanted?: number): Promise<Reply> {
  const { texts } = chat;
  const version = wanted ?? (await newestVersion(chat, session_id));
  const plan = await chat.ask('plan/show', { session_id, version });
  const { items } = await chat.ask('approval/list', { session_id, state: 'requested', limit: 500 });
  const open = items.find(
    ({ subject_type, shown }) => subject_type === 'plan' && shown['version'] === version,
  );
  return {
    head: [
      `${texts.plan} ${code(plan.title)} v${version} · ${texts.status} ${code(plan.status)}`,
      `${texts.session} ${code(session_id)} · ${texts.digest} ${shortDigest(plan.hash)}`,
      blastText(plan.blast_radius, chat),
    ].join('\n'),
    files: planFiles(plan),
    rows: await rowsOf(chat, open?.approval_id ?? null),
  };
}

/** `/plan_approve`: shows everything and asks; with the digest that was shown before it approves at once. */
export async function planApprove(chat: Chat, given: Given): Promise<Reply> {
  const session_id = given.needed('session_id');
  const version = given.number('version') ?? (await newestVersion(chat, session_id));
  const { approval_id } = await chat.ask('plan/request', { session_id, version });
  if (approval_id === null) {
    return { head: chat.texts.nothingToAsk };
  }
  const digest = given.text('digest');
  return digest === undefined
    ? await askReply(chat, approval_id)
    : await grantAsked(chat, { approval_id, digest, confirm_high_risk: false });
}

function planFiles({ plan, blast_radius, warnings }: Result<'plan/show'>): readonly RawFile[] {
  return [
    textFile('plan.json', harmlessJson(plan)),
    textFile('consequences.json', harmlessJson({ blast_radius, warnings })),
  ];
}

/** The buttons of a request that waits; none where nothing does. */
export async function rowsOf(chat: Chat, approval_id: string | null) {
  if (approval_id === null) {
    return [];
  }
  const approval = await chat.ask('approval/show', { approval_id });
  const { nonces } = chat;
  const nonce = nonces.issue({
    approval_id,
    digest: approval.digest,
    isSingle: false,
    expiresAtMs: approval.expires_at === null ? Number.POSITIVE_INFINITY : Date.parse(approval.expires_at),
  });
  return noticeRows(approval, nonce, chat.texts);
}

/** What a plan would do, in one line. */
export function blastText(
  { files, commands, hosts, expected_prompts, irreversible }: Blast,
  { texts }: Chat,
): string {
  const told = texts.blast(files.length, commands.length, hosts.length, expected_prompts);
  return irreversible.length === 0 ? told : `${told}; ${texts.irreversible}: ${irreversible.length}`;
}

type Blast = Result<'plan/show'>['blast_radius'];

async function newestVersion(chat: Chat, session_id: string): Promise<number> {
  const { plan_version } = await chat.ask('session/show', { session_id });
  if (plan_version === null) {
    throw new AppError('STATE_CONFLICT', chat.texts.noPlan, { session_id });
  }
  return plan_version;
}
