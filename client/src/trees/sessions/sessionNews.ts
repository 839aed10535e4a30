import type { EventView } from '#protocol/methods/records';

/** What of the tree of sessions is no longer as it was. */
export type SessionNews =
  | { readonly kind: 'all' }
  | { readonly kind: 'session'; readonly id: string }
  /** The session has other versions or runs than before. */
  | { readonly kind: 'contents'; readonly id: string }
  | { readonly kind: 'run'; readonly id: string };

/** What an event changes in the tree of sessions. */
export function sessionNews(
  event: Pick<EventView, 'type' | 'session_id' | 'run_id' | 'payload'>,
): readonly SessionNews[] {
  const { type, session_id, run_id } = event;
  if (type === 'session.deleted') {
    return [{ kind: 'all' }];
  }
  const news: SessionNews[] = [];
  if (session_id !== null && /^(plan[.]|run[.]created$)/.test(type)) {
    news.push({ kind: 'contents', id: session_id });
  } else if (session_id !== null && /^(session[.]|run[.])/.test(type)) {
    news.push({ kind: 'session', id: session_id });
  }
  if (run_id !== null && (/^(run|step|approval|attempt)[.]/.test(type) || tellsOfPin(event))) {
    news.push({ kind: 'run', id: run_id });
  }
  return news;
}

/** Whether somebody wants a run kept for good, or no longer. */
export function tellsOfPin({ type, payload }: Pick<EventView, 'type' | 'payload'>): boolean {
  return type === 'log.line' && typeof payload === 'object' && payload !== null && 'pinned' in payload;
}
