import { AppError, type ErrorBody, type ErrorCode, errorCodes } from '#protocol/errors';
import type { CancelSignal, Method, Notification, Notifications, Params, Result } from '#protocol/methods';
import type { Door } from './door';
import { HttpRefusal, type NamedError } from './httpRefusal';

/** Opens a door to a server by its checked base URL: the same methods, each by its name, and notices once somebody listens. */
export function openHttp(baseUrl: string, token: string): Door {
  const base = `${baseUrl}/api/v1`;
  const leaving = new AbortController();
  const listeners = new Map<Notification, Set<(payload: never) => void>>();
  const headers = { authorization: `Bearer ${token}`, accept: 'application/json' };
  let isListening = false;
  return {
    server: null,
    request: (method, params, given) => {
      const signal = given === undefined ? leaving.signal : eitherSignal(leaving.signal, given);
      return asked(base, headers, { method, params, signal });
    },
    on: (name, listener) => {
      const all = listeners.get(name) ?? new Set();
      listeners.set(name, all.add(listener));
      if (!isListening) {
        isListening = true;
        const url = `${base}/notifications/stream`;
        // Lost notices only cost time: whoever follows a run asks by itself as well.
        void hear(url, { headers, signal: leaving.signal }, listeners).catch(() => undefined);
      }
      return () => void all.delete(listener);
    },
    closed: new Promise(() => undefined),
    close: () => leaving.abort(),
  };
}

/** The address without a slash at its end. A token travels to this machine, or encrypted. */
export function checkedUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isHere = ['127.0.0.1', 'localhost', '[::1]'].includes(url?.hostname ?? '');
  if (url?.protocol !== 'https:' && !(url?.protocol === 'http:' && isHere)) {
    throw new AppError('BAD_REQUEST', `--base-url: ${text} is no https: address, nor http: on this machine`);
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

function eitherSignal(one: AbortSignal, other: CancelSignal): AbortSignal {
  const controller = new AbortController();
  other.addEventListener('abort', () => controller.abort(), { once: true });
  return AbortSignal.any([one, controller.signal]);
}

interface Asked<M extends Method> {
  readonly method: M;
  readonly params: Params<M>;
  readonly signal: AbortSignal;
}

async function asked<M extends Method>(
  base: string,
  headers: Readonly<Record<string, string>>,
  { method, params, signal }: Asked<M>,
): Promise<Result<M>> {
  const init = {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(params),
    signal,
    redirect: 'error' as const,
  };
  const unreachable = (error: Error): never => {
    const why = (error.cause as Error | undefined)?.message ?? error.message;
    throw new AppError('SERVER_UNREACHABLE', `no server answers at ${base}: ${why}`, { address: base });
  };
  const answer = await fetch(`${base}/methods/${method}`, init).catch(unreachable);
  const text = await answer.text().catch(unreachable);
  if (!answer.ok) {
    throw new HttpRefusal(answer.status, text.trim(), named(answer.status, text));
  }
  return result<M>(text, base);
}

/** What a server of ours answers is JSON; anything else comes from another program at that address. */
function result<M extends Method>(text: string, base: string): Result<M> {
  try {
    return JSON.parse(text) as Result<M>;
  } catch {
    const message = `what answers at ${base} is no server of Holdpoint`;
    throw new AppError('SERVER_UNREACHABLE', message, { address: base });
  }
}

/** The error that the server raised; what another program answers in its place has only its status. */
function named(status: number, text: string): NamedError {
  const body = bodyOf(text);
  if (body !== undefined && body.error_code in errorCodes) {
    const { run_id, step_id, stage_node, attempts, trace_id } = body;
    const place = Object.entries({ run_id, step_id, stage_node, attempts, trace_id });
    const known = Object.fromEntries(place.filter(([, value]) => value !== undefined));
    return {
      code: body.error_code as ErrorCode,
      message: body.message,
      details: { ...known, ...body.details },
    };
  }
  const code = status === 401 ? 'UNAUTHORIZED' : 'INTERNAL';
  return { code, message: `the answer has the status ${status}`, details: {} };
}

function bodyOf(text: string): ErrorBody | undefined {
  try {
    const body = JSON.parse(text) as Partial<ErrorBody> | null;
    return typeof body?.error_code === 'string' ? (body as ErrorBody) : undefined;
  } catch {
    return undefined;
  }
}

async function hear(
  url: string,
  init: RequestInit,
  listeners: ReadonlyMap<Notification, ReadonlySet<(payload: never) => void>>,
): Promise<void> {
  const answer = await fetch(url, init);
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of answer.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    const parts = text.split('\n\n');
    text = parts.pop() ?? '';
    for (const part of parts) {
      tell(part, listeners);
    }
  }
}

function tell(
  part: string,
  listeners: ReadonlyMap<Notification, ReadonlySet<(payload: never) => void>>,
): void {
  const name = /^event: (.+)$/m.exec(part)?.[1] as Notification | undefined;
  const data = /^data: (.+)$/m.exec(part)?.[1];
  if (name === undefined || data === undefined) {
    return;
  }
  const payload = JSON.parse(data) as Notifications[Notification];
  for (const listener of listeners.get(name) ?? []) {
    listener(payload as never);
  }
}
