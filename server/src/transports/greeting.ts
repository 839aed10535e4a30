import { createHash, timingSafeEqual } from 'node:crypto';
import { type HelloResult, helloParams, protocolVersion } from '#protocol/connection';
import { AppError } from '#protocol/errors';
import type { Caller } from '#protocol/methods';
import { checkedParams } from './dispatch';

/** Who the server is and whom it takes a holder of the token for. */
export interface Greeter {
  readonly token: string;
  readonly actor: string;
  readonly version: string;
  readonly pid: number;
  readonly root: string;
}

/** Answers the first request of a connection: the token decides, then the version of the protocol. */
export function greet(
  greeter: Greeter,
  params: unknown,
): { readonly caller: Caller; readonly hello: HelloResult } {
  const { token, protocol, source } = checkedParams(helloParams, params);
  if (!isSameToken(token, greeter.token)) {
    throw new AppError('UNAUTHORIZED', 'the token is not the one of this server');
  }
  if (protocol !== protocolVersion) {
    const text = `this server speaks protocol ${protocolVersion}, the client ${protocol}; run \`holdpoint restart\``;
    throw new AppError('BAD_REQUEST', text, { server: protocolVersion, client: protocol });
  }
  const { actor, version, pid, root } = greeter;
  return {
    caller: { actor, source, role: 'approver', client_message_id: null },
    hello: { actor, role: 'approver', version, protocol: protocolVersion, pid, root },
  };
}

/** Compares digests, so that neither content nor length of the token shows in the time it takes. */
function isSameToken(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
