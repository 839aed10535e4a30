import { createHash, timingSafeEqual } from 'node:crypto';
import { type HelloResult, helloParams, type Offer, protocolVersion } from '#protocol/connection';
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
  /** Awaited before the first caller with trust is answered: a server started without trust takes up its work. */
  readonly onTrust?: () => Promise<void>;
}

/** Who has come, how it is answered, and what it offers to do for the server. */
export interface Greeting {
  readonly caller: Caller;
  readonly hello: HelloResult;
  readonly offers: readonly Offer[];
}

/** Answers the first request of a connection: the token decides, then the version of the protocol. */
export function greet(greeter: Greeter, params: unknown): Greeting {
  const { token, protocol, source, trusted, offers } = checkedParams(helloParams, params);
  if (!isSameToken(token, greeter.token)) {
    throw new AppError('UNAUTHORIZED', 'the token is not the one of this server');
  }
  if (protocol !== protocolVersion) {
    const text = `this server speaks protocol ${protocolVersion}, the client ${protocol}; run \`holdpoint restart\``;
    throw new AppError('BAD_REQUEST', text, { server: protocolVersion, client: protocol });
  }
  const { actor, version, pid, root } = greeter;
  const role = trusted ? ('approver' as const) : ('viewer' as const);
  const limit = trusted ? {} : { limit: 'untrusted_workspace' as const };
  return {
    caller: { actor, source, role, client_message_id: null, ...limit },
    hello: { actor, role, version, protocol: protocolVersion, pid, root },
    offers,
  };
}

/** Compares digests, so that neither content nor length of the token shows in the time it takes. */
function isSameToken(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
