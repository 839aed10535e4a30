import { AppError } from '#protocol/errors';
import type { Reply } from '../answers/reply';
import type { Chat } from '../chat';
import { grantAsked, rejectAsked } from '../commands/decide';
import { importPlan } from '../commands/importPlan';
import { showPlan } from '../commands/plans';
import { listArtifacts, permissionsOf, searchLogs } from '../commands/records';
import { createSession, stopSession } from '../commands/sessions';
import { executeStep } from '../commands/steps';
import { askReply, shownReply } from './askReply';
import type { ButtonAction } from './customId';
import { leaveOut } from './leaveOut';
import type { Bound } from './nonces';
import { refuseSettled } from './settled';

/** What a press, or a form that was sent, asks for. */
export interface Press {
  readonly action: ButtonAction;
  readonly nonce: string;
  /** What was written into the form. */
  readonly words?: string | undefined;
  /** What was chosen from the menu. */
  readonly chosen?: readonly string[] | undefined;
}

/** Does what a button was made for, to the request that it was made for and to no other. */
export async function pressed(chat: Chat, { action, nonce, words, chosen = [] }: Press): Promise<Reply> {
  mayPress(chat, action);
  const bound = await boundBy(chat, action, nonce);
  return action === 'hunks' ? await leaveOut(chat, bound, chosen) : await acts[action](chat, bound, words);
}

/** Refuses who may not do what a button leads to. */
export function mayPress(chat: Chat, action: ButtonAction): void {
  chat.mayUse(leads[action]);
}

const leads = {
  approve: 'approval/grant',
  confirm: 'approval/grant',
  reject: 'approval/reject',
  asked: 'approval/show',
  plan: 'plan/show',
  log: 'event/search',
  artifacts: 'artifact/list',
  tool: 'tool/permissions',
  stop: 'session/stop',
  import: 'plan/import',
  session: 'session/create',
  leave: 'approval/show',
  execute: 'step/execute',
  hunks: 'approval/choose',
} as const;

type Act = (chat: Chat, bound: Bound, words: string | undefined) => Promise<Reply>;

const acts: Readonly<Record<Exclude<ButtonAction, 'hunks'>, Act>> = {
  approve: (chat, { approval_id, digest }) => askReply(chat, approval_id, digest),
  asked: (chat, { approval_id }) => shownReply(chat, approval_id),
  leave: async ({ texts }) => ({ head: texts.left }),
  confirm: (chat, { approval_id, digest, isConfirmed = false }) =>
    grantAsked(chat, { approval_id, digest, confirm_high_risk: isConfirmed }),
  reject: async (chat, { approval_id, digest }, words = '') => {
    refuseSettled(await chat.ask('approval/show', { approval_id }), digest, chat.texts);
    return await rejectAsked(chat, approval_id, words);
  },
  execute: async (chat, { approval_id, isConfirmed = false }) => {
    const { run_id, step_id } = await chat.ask('approval/show', { approval_id });
    if (run_id === null || step_id === null) {
      throw new AppError('BAD_REQUEST', 'this is no step');
    }
    return await executeStep(chat, { run_id, step_id, confirm_high_risk: isConfirmed });
  },
  plan: async (chat, { approval_id }) => {
    const { session_id, shown } = await chat.ask('approval/show', { approval_id });
    const version = shown['version'] ?? shown['plan_version'];
    return await showPlan(chat, session_id, typeof version === 'number' ? version : undefined);
  },
  log: async (chat, { approval_id }) => {
    const { session_id } = await chat.ask('approval/show', { approval_id });
    return await searchLogs(chat, { query: '', sessionId: session_id });
  },
  artifacts: async (chat, { approval_id }) => {
    const { session_id } = await chat.ask('approval/show', { approval_id });
    return await listArtifacts(chat, session_id);
  },
  tool: async (chat, { approval_id }) => {
    const { shown } = await chat.ask('approval/show', { approval_id });
    return await permissionsOf(chat, String(shown['tool'] ?? ''));
  },
  stop: async (chat, { approval_id }, words) => {
    const { session_id } = await chat.ask('approval/show', { approval_id });
    return await stopSession(chat, session_id, words === '' ? undefined : words);
  },
  import: async (chat, { approval_id }, words = '') => {
    const { session_id } = await chat.ask('approval/show', { approval_id });
    return await importPlan(chat, { text: words, file_name: 'plan.yaml', session_id });
  },
  session: (chat, _bound, words = '') => createSession(chat, words === '' ? {} : { goal: words }),
};

/** What the nonce stands for. One that is spent says who decided, where somebody has. */
export async function boundBy(chat: Chat, action: ButtonAction, nonce: string): Promise<Bound> {
  const found = chat.nonces.press(nonce, chat.sender.id);
  if (!('cause' in found)) {
    return found;
  }
  const { bound, cause } = found;
  if (bound !== undefined && deciding.includes(action)) {
    const { approval_id, digest } = bound;
    refuseSettled(await chat.ask('approval/show', { approval_id }), digest, chat.texts);
  }
  throw staleButton(chat, cause);
}

const deciding: readonly ButtonAction[] = ['approve', 'reject', 'confirm', 'hunks'];

function staleButton({ texts }: Chat, cause: 'consumed' | 'expired'): AppError {
  return new AppError('APPROVAL_STALE', cause === 'consumed' ? texts.pressedBefore : texts.buttonExpired, {
    cause,
  });
}
