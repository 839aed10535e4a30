import type { HttpRequest, HttpResponse, Network } from '../runtime/ports';

/**
 * Requests over the machine's network. Rejects with a `TimeoutError`, an `AbortError` or an Error that names what went
 * wrong on the way; any status is an answer. Bodies are read as UTF-8 up to the cap, then the connection is dropped.
 */
export function nodeNetwork(): Network {
  return { request: send };
}

/** The memory twin: answers from `answer`, which may throw as a broken network does; `requests` lists all calls. */
export function scriptedNetwork(
  answer: (request: HttpRequest) => Partial<HttpResponse> | Promise<Partial<HttpResponse>>,
): Network & { readonly requests: readonly HttpRequest[] } {
  const requests: HttpRequest[] = [];
  return {
    requests,
    async request(request) {
      requests.push(request);
      request.signal.throwIfAborted();
      const given = await answer(request);
      const bytes = new TextEncoder().encode(given.body ?? '');
      const body = new TextDecoder().decode(bytes.subarray(0, request.maxBytes));
      return { status: 200, headers: {}, ...given, body, truncated: bytes.length > request.maxBytes };
    },
  };
}

async function send(request: HttpRequest): Promise<HttpResponse> {
  const timeout = request.timeoutMs === null ? [] : [AbortSignal.timeout(request.timeoutMs)];
  const signal = AbortSignal.any([request.signal, ...timeout]);
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: request.headers,
      body: request.body,
      redirect: 'manual',
      signal,
    });
    const { text, truncated } = await readUpTo(response, request.maxBytes);
    return { status: response.status, headers: Object.fromEntries(response.headers), body: text, truncated };
  } catch (error) {
    throw explained(error, signal);
  }
}

async function readUpTo(response: Response, maxBytes: number): Promise<{ text: string; truncated: boolean }> {
  const decoder = new TextDecoder();
  const reader = response.body?.getReader();
  let text = '';
  let room = maxBytes;
  for (let next = await reader?.read(); next?.value !== undefined; next = await reader?.read()) {
    const bytes: Uint8Array = next.value;
    text += decoder.decode(bytes.subarray(0, room), { stream: true });
    if (bytes.length > room) {
      await reader?.cancel();
      return { text, truncated: true };
    }
    room -= bytes.length;
  }
  return { text: text + decoder.decode(), truncated: false };
}

/** fetch hides the reason in `cause` and says only "fetch failed". */
function explained(error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error ? new Error(cause.message || codeOf(cause), { cause: error }) : error;
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
