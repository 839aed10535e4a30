import { AppError } from '#protocol/errors';
import type { Handlers, Result } from '#protocol/methods';
import type { Context } from '../../context';

type Health = Result<'server/health'>;
type Services = Health['services'];

/** What does not answer within this time counts as gone: a probe that waits tells nobody anything. */
const patienceMs = 2000;
/** What changes seldom is looked at again after this time (RUN-28). */
const freshMs = 30_000;

/** Answers whether the server can work: its store at once, what else it leans on at most every half minute. */
export function healthHandlers(context: Context): Pick<Handlers, 'server/health'> {
  let known: { readonly atMs: number; readonly services: Services } | undefined;
  return {
    'server/health': async () => {
      const { clock } = context.ports;
      const store = await storeState(context);
      if (known === undefined || clock.now() - known.atMs >= freshMs) {
        known = { atMs: clock.now(), services: store === 'down' ? [] : await otherServices(context) };
      }
      return {
        is_ready: store === 'ok',
        checked_at: new Date(known.atMs).toISOString(),
        services: [{ name: 'store', state: store }, ...known.services],
      };
    },
  };
}

async function storeState(context: Context): Promise<'ok' | 'read_only' | 'down'> {
  const status = await inTime(context, () => context.ports.store.status()).catch(() => undefined);
  if (status === undefined) {
    return 'down';
  }
  return status.read_only_reason === null ? 'ok' : 'read_only';
}

async function otherServices(context: Context): Promise<Services> {
  const { store, models } = context.ports;
  const pool = inTime(context, () => store.list('slots', { where: { state: 'error' }, limit: 1 })).then(
    ({ total }) => (total === 0 ? ('ok' as const) : ('degraded' as const)),
    () => 'down' as const,
  );
  const llm = inTime(context, (signal) => models.list(signal)).then(
    (all) => (all.length === 0 ? ('none' as const) : ('ok' as const)),
    // Nobody who lends models is connected: that is no fault.
    (error: unknown) =>
      error instanceof AppError && error.code === 'SERVER_UNREACHABLE'
        ? ('none' as const)
        : ('down' as const),
  );
  return [
    { name: 'pool', state: await pool },
    { name: 'llm', state: await llm },
    // Runs are registered in the store itself; there is no other registry.
    { name: 'registry', state: 'none' },
  ];
}

async function inTime<T>(
  { ports: { clock } }: Context,
  ask: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const leaving = new AbortController();
  const late = clock.sleep(patienceMs, leaving.signal).then(() => {
    throw new AppError('STORE_UNAVAILABLE', 'no answer in time');
  });
  late.catch(() => undefined);
  try {
    return await Promise.race([ask(leaving.signal), late]);
  } finally {
    leaving.abort();
  }
}
