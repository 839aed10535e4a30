import type { Context, Hono } from 'hono';
import { AppError } from '#protocol/errors';
import type { Method, Notifications, Result } from '#protocol/methods';
import { isTerminal } from '#protocol/states';
import { dispatch } from '../../dispatch';
import { failureOf } from '../../failure';
import { failed, refused } from '../answers';
import { callerOf, type HttpDesk, type HttpEnv } from '../httpDesk';
import { prefix } from '../routes/methodRoutes';
import { noticeStream } from './noticeStream';
import { type EventSource, recordStream } from './recordStream';
import { streamAnswer } from './serverSentEvents';

/** Hands the routes of server-sent events to the framework. */
export function addStreamRoutes(app: Hono<HttpEnv>, desk: HttpDesk): void {
  let open = 0;
  const route = (path: string, make: (reader: Reader) => Promise<AsyncGenerator<string, void> | null>) =>
    app.get(prefix + path, async (context) => {
      if (open >= desk.limits.streams) {
        return refused('SERVER_UNREACHABLE', `there are ${open} open streams already; close one first`);
      }
      const leaving = new AbortController();
      const leave = () => leaving.abort();
      try {
        const texts = await make({ desk, context, gone: leaving.signal });
        if (texts === null) {
          return new Response(null, { status: 204 });
        }
        desk.closing.addEventListener('abort', leave);
        open += 1;
        const counted = whenDone(texts, () => {
          desk.closing.removeEventListener('abort', leave);
          open -= 1;
        });
        return streamAnswer(counted, {
          stallMs: desk.limits.stallMs,
          leave,
          cut: () => void context.env.outgoing.destroy(),
        });
      } catch (error) {
        return failed(failureOf(error, desk.log, context.req.path));
      }
    });
  route('/runs/:run_id/events/stream', runStream);
  route('/events/stream', allStream);
  route('/notifications/stream', async (reader) => noticeStream(reader.desk, reader.gone, allowed(reader)));
}

/** Who reads a stream; `gone` is aborted when nobody does any more, or the door closes. */
interface Reader {
  readonly desk: HttpDesk;
  readonly context: Context<HttpEnv>;
  readonly gone: AbortSignal;
}

async function* whenDone(
  texts: AsyncGenerator<string, void>,
  done: () => void,
): AsyncGenerator<string, void> {
  try {
    yield* texts;
  } finally {
    done();
  }
}

/** Null where the run is over and its reader has everything: a reader that asks again and again is told to stop. */
async function runStream(reader: Reader) {
  const { desk, context } = reader;
  const ask = asker(desk, context);
  const { run_id } = await ask('run/show', { run_id: context.req.param('run_id') });
  const source = sourceOf(reader, {
    filter: { run_id },
    end: async () => {
      const { status } = await ask('run/show', { run_id });
      return isTerminal('run', status) ? status : null;
    },
  });
  const given = lastEventId(context);
  const afterSeq = given ?? 0;
  const isKnown =
    given !== null && (await source.end()) !== null && (await source.page(afterSeq)).length === 0;
  return isKnown ? null : recordStream(source, { afterSeq, ...beat(desk) });
}

/** From now on, or from where the reader was. */
async function allStream(reader: Reader) {
  const { desk, context } = reader;
  const source = sourceOf(reader, { filter: {}, end: async () => null });
  const given = lastEventId(context);
  const newest = await asker(desk, context)('event/search', { limit: 1 });
  return recordStream(source, { afterSeq: given ?? newest.items[0]?.seq ?? 0, ...beat(desk) });
}

function sourceOf(
  reader: Reader,
  { filter, end }: { readonly filter: { readonly run_id?: string }; readonly end: EventSource['end'] },
): EventSource {
  const { desk, gone } = reader;
  const ask = asker(desk, reader.context);
  return {
    end,
    page: async (after_seq) => (await ask('event/list', { ...filter, after_seq, limit: 100 })).items,
    onMore: (ring) => {
      gone.addEventListener('abort', ring);
      const off = desk.listen((name, payload) => {
        if (name === 'run/changed' || concerns(payload, filter.run_id)) {
          ring();
        }
      });
      return () => {
        gone.removeEventListener('abort', ring);
        off();
      };
    },
    isAllowed: allowed(reader),
  };
}

function concerns(payload: Notifications[keyof Notifications], runId: string | undefined): boolean {
  const { events = [] } = payload as { readonly events?: readonly { readonly run_id?: unknown }[] };
  return events.some(({ run_id }) => runId === undefined || run_id === runId);
}

/** A token that was revoked meanwhile, and a door that closes, end every stream at its next beat. */
function allowed({ desk, context, gone }: Reader): () => boolean {
  const { token } = context.env;
  return () => !gone.aborted && desk.isKnown(token);
}

const beat = ({ limits }: HttpDesk) => ({ heartbeatMs: limits.heartbeatMs });

function lastEventId(context: Context<HttpEnv>): number | null {
  const given = context.req.header('last-event-id');
  if (given === undefined || given === '') {
    return null;
  }
  if (!/^\d{1,15}$/.test(given)) {
    throw new AppError('BAD_REQUEST', 'last-event-id: is the number of an event');
  }
  return Number(given);
}

function asker(desk: HttpDesk, context: Context<HttpEnv>) {
  const caller = callerOf(desk, context);
  const { signal } = new AbortController();
  return async <M extends Method>(method: M, params: object): Promise<Result<M>> => {
    const answer = await dispatch(desk, { method, params, caller, signal });
    if (!answer.ok) {
      const { error_code, message, details } = answer.failure.body;
      throw new AppError(error_code === 'CANCELLED' ? 'INTERNAL' : error_code, message, details);
    }
    return answer.result as Result<M>;
  };
}
