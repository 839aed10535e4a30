import type { ServerResponse } from 'node:http';
import { AppError, type ErrorBody, type ErrorCode, errorCodes } from '#protocol/errors';
import { errorBody, type Failure } from '../failure';

/** Headers of every answer: it is data for a program, and nobody keeps, sniffs or frames it. */
export const safeHeaders: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** The answer to a request that got through to a route but failed; what is left of a body too large is not waited for. */
export function failed({ http, body }: Failure): Response {
  return jsonAnswer(http, body, http === 413 ? { connection: 'close' } : {});
}

/** A refusal by code, with the status of the table. */
export function refused(code: ErrorCode, message: string, headers: Record<string, string> = {}): Response {
  return jsonAnswer(errorCodes[code].http, errorBody(new AppError(code, message)), headers);
}

/** An answer as JSON. */
export function jsonAnswer(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { ...safeHeaders, 'content-type': 'application/json; charset=utf-8', ...headers },
  });
}

/**
 * Refuses a request before any route has seen it; the status may be one that no code of the table has. The line ends with
 * the answer: nothing that came behind such a request is read as another one.
 */
export function refuseEarly(
  response: ServerResponse,
  { status, body, headers = {}, form }: EarlyRefusal,
): void {
  const { type, bytes } = form ?? {
    type: 'application/json; charset=utf-8',
    bytes: new TextEncoder().encode(JSON.stringify(body)),
  };
  response.writeHead(status, {
    ...safeHeaders,
    'content-type': type,
    'content-length': bytes.byteLength,
    connection: 'close',
    ...headers,
  });
  response.end(bytes);
}

/** What a request is refused with before any route has seen it. */
export interface EarlyRefusal {
  readonly status: number;
  readonly body: ErrorBody;
  readonly headers?: Readonly<Record<string, string>>;
  /** The body in another form than JSON. */
  readonly form?: { readonly type: string; readonly bytes: Uint8Array };
}

/** A refusal by code for {@link refuseEarly}. */
export function earlyRefusal(
  code: ErrorCode,
  message: string,
  more: { readonly status?: number; readonly headers?: Readonly<Record<string, string>> } = {},
): EarlyRefusal {
  return {
    status: more.status ?? errorCodes[code].http,
    body: errorBody(new AppError(code, message)),
    ...(more.headers === undefined ? {} : { headers: more.headers }),
  };
}
