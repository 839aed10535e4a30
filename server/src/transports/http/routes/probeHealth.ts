import type { Result } from '#protocol/methods';
import { dispatch } from '../../dispatch';
import type { HttpDesk } from '../httpDesk';

/** Whether the server can work; undefined when not even that is known. */
export async function health(desk: HttpDesk): Promise<Result<'server/health'> | undefined> {
  const caller = { ...desk.callerOf(null), role: 'viewer' as const };
  const { signal } = new AbortController();
  const answer = await dispatch(desk, { method: 'server/health', params: {}, caller, signal });
  return answer.ok ? (answer.result as Result<'server/health'>) : undefined;
}
