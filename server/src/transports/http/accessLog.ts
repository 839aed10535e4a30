import type { IncomingMessage, ServerResponse } from 'node:http';

/** What is known of one request when it has been answered; the path is without its query (LOG-14). */
export interface AccessLine {
  readonly event: 'http_request' | 'http_auth_failure';
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly latency_ms: number;
  readonly auth_ok: boolean;
}

/** Hears of every request; must not throw, and no fault of it reaches a request. */
export type AccessLog = (line: AccessLine) => void;

/** Says of a request how it was answered, and in which time. */
export function accessLine(
  { method = '', url = '' }: IncomingMessage,
  { statusCode: status }: ServerResponse,
  about: { readonly startMs: number; readonly endMs: number; readonly isAuthFailure: boolean },
): AccessLine {
  return {
    event: about.isAuthFailure ? 'http_auth_failure' : 'http_request',
    method,
    path: (url.split(/[?#]/, 1)[0] ?? '').slice(0, 1000),
    status,
    latency_ms: Math.round((about.endMs - about.startMs) * 1000) / 1000,
    auth_ok: !about.isAuthFailure,
  };
}
