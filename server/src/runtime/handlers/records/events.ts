import { AppError } from '#protocol/errors';
import type { Checked, Handlers } from '#protocol/methods';
import type { Context } from '../../context';
import { findRun } from '../../record/findRun';
import { listAnswer } from '../../record/listAnswer';
import { eventView } from '../../record/views';
import type { EventQuery } from '../../storePort';

/** Lists and searches the events of the record. */
export function eventHandlers(context: Context): Pick<Handlers, 'event/list' | 'event/search'> {
  return {
    'event/list': (params) => listEvents(context, params),
    'event/search': (params) => searchEvents(context, params),
  };
}

async function listEvents(context: Context, params: Checked<'event/list'>) {
  const { session_id, step_id, type, after_seq, limit, offset } = params;
  await refuseUnknownSession(context, session_id);
  const run_id = await runIdOf(context, params.run_id);
  return await answer(context, params, {
    ...given({ session_id, run_id, step_id, after_seq }),
    ...(type === undefined ? {} : { types: [type] }),
    limit,
    offset,
  });
}

async function searchEvents(context: Context, params: Checked<'event/search'>) {
  const { session_id, q, syntax, limit, offset } = params;
  await refuseUnknownSession(context, session_id);
  return await answer(context, params, {
    ...given({ session_id }),
    ...(q.trim() === '' ? {} : { text: q, syntax }),
    newest_first: true,
    limit,
    offset,
  });
}

async function answer(context: Context, paging: { limit: number; offset: number }, query: EventQuery) {
  const { items, total } = await context.ports.store.events(query);
  return listAnswer(items.map(eventView), total, paging);
}

/** NOT_FOUND for a session that does not exist, so that an empty list always means "nothing yet". */
export async function refuseUnknownSession(context: Context, id: string | undefined): Promise<void> {
  if (id !== undefined && (await context.ports.store.get('sessions', { id })) === undefined) {
    throw new AppError('NOT_FOUND', `there is no session ${id}`);
  }
}

/** The id of the run that a person names by it, by its trace or as `latest`; NOT_FOUND for one that does not exist. */
export async function runIdOf(context: Context, name: string | undefined): Promise<string | undefined> {
  return name === undefined ? undefined : (await findRun(context.ports.store, name)).id;
}

function given<T extends object>(keys: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(keys).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> };
}
