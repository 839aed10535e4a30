import type { Params } from '#protocol/methods';
import { code } from '../answers/markdown';
import type { Reply } from '../answers/reply';
import type { Chat } from '../chat';
import type { Given } from './given';

type Session = Params<'session/create'>;

/** `/session_create`. */
export async function sessionCreate(chat: Chat, given: Given): Promise<Reply> {
  return await createSession(chat, {
    ...optional('goal', given.text('goal')),
    ...optional('mode', given.word<NonNullable<Session['mode']>>('mode')),
    ...optional('safety_profile', given.word<NonNullable<Session['safety_profile']>>('safety_profile')),
  });
}

/** Makes a session, as the command and the button do. */
export async function createSession(chat: Chat, wanted: Session): Promise<Reply> {
  const { texts } = chat;
  const { id, mode, safety_profile, status } = await chat.ask('session/create', wanted);
  return {
    head: [
      `${texts.session} ${code(id)}`,
      `${texts.status} ${code(status)} · ${code(mode)} · ${code(safety_profile)}`,
      texts.sessionCreated,
    ].join('\n'),
  };
}

/** `/session_stop`. */
export async function sessionStop(chat: Chat, given: Given): Promise<Reply> {
  return await stopSession(chat, given.needed('session_id'), given.text('reason'));
}

/** Stops a session for good, as the command and the button do. */
export async function stopSession(chat: Chat, id: string, reason: string | undefined): Promise<Reply> {
  const { texts } = chat;
  const { session_id, status } = await chat.ask('session/stop', {
    session_id: id,
    ...optional('reason', reason),
  });
  return { head: `${texts.session} ${code(session_id)}: ${code(status)}\n${texts.stopped}` };
}

/** A parameter where it was given, so that the method's own default holds where it was not. */
export function optional<K extends string, T>(name: K, value: T | undefined): { [key in K]?: T } {
  return value === undefined ? {} : ({ [name]: value } as { [key in K]?: T });
}
