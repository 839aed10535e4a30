import type { IncomingMessage } from 'node:http';
import { type EarlyRefusal, earlyRefusal } from '../answers';
import type { FailureBudget } from './failureBudget';
import { headFault } from './headFault';
import { type OwnNames, originFault } from './originFault';
import { bearerOf, type HttpToken, knownToken } from './tokens';

/** What the gate knows of the door it guards. */
export interface Gate {
  readonly own: OwnNames;
  readonly tokens: () => readonly HttpToken[];
  /** Paths that answer without a token. */
  readonly open: ReadonlySet<string>;
  /** Paths that a token for spans opens. */
  readonly forSpans: ReadonlySet<string>;
  readonly failures: FailureBudget;
}

/** What the gate says of a request: whose it is (null on an open path), or how it is refused. */
export type Admission =
  | { readonly token: HttpToken | null }
  | { readonly refusal: EarlyRefusal; readonly isAuthFailure: boolean };

/** Looks at a request before any route does: its path, where it comes from, its token. */
export function admit(gate: Gate, incoming: IncomingMessage, nowMs: number): Admission {
  const { url = '', headers } = incoming;
  const fault = headFault(incoming);
  if (fault !== null) {
    return { refusal: fault, isAuthFailure: false };
  }
  const foreign = originFault(headers, gate.own);
  if (foreign !== null) {
    return { refusal: earlyRefusal('FORBIDDEN', foreign), isAuthFailure: false };
  }
  const path = url.split(/[?#]/, 1)[0] ?? '';
  if (gate.open.has(path)) {
    return { token: null };
  }
  const shown = bearerOf(headers.authorization);
  const token = shown === undefined ? undefined : knownToken(gate.tokens(), shown);
  if (token === undefined) {
    return { refusal: stranger(gate.failures, shown !== undefined, nowMs), isAuthFailure: true };
  }
  if (token.scope === 'spans' && !gate.forSpans.has(path)) {
    const text = 'this token may post spans and nothing else';
    return { refusal: earlyRefusal('FORBIDDEN', text), isAuthFailure: false };
  }
  return { token };
}

function stranger(failures: FailureBudget, hasToken: boolean, nowMs: number): EarlyRefusal {
  const waitSeconds = failures.fail(nowMs);
  if (waitSeconds !== null) {
    return earlyRefusal('UNAUTHORIZED', 'too many wrong tokens; wait before the next try', {
      status: 429,
      headers: { 'retry-after': String(waitSeconds) },
    });
  }
  const text = hasToken
    ? 'the token is not one of this server'
    : 'a token is needed: Authorization: Bearer TOKEN';
  return earlyRefusal('UNAUTHORIZED', text, { headers: { 'www-authenticate': 'Bearer' } });
}
