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

type Hello = ReturnType<typeof helloParams.parse>;

/** Answers the first request of a connection: the token decides, then the version of the protocol. */
export function greet(greeter: Greeter, params: unknown): Greeting {
  const hello = checkedParams(helloParams, params);
  const { token, protocol, source, trusted, offers } = hello;
  if (!isSameToken(token, greeter.token)) {
    throw new AppError('UNAUTHORIZED', 'the token is not the one of this server');
  }
  if (protocol !== protocolVersion) {
    const text = `this server speaks protocol ${protocolVersion}, the client ${protocol}; run \`holdpoint restart\``;
    throw new AppError('BAD_REQUEST', text, { server: protocolVersion, client: protocol });
  }
  const { version, pid, root } = greeter;
  refuseSender(hello);
  const role = trusted ? (hello.role ?? 'approver') : 'viewer';
  const actor = actorOf(hello, role, greeter.actor);
  const limit = trusted ? {} : { limit: 'untrusted_workspace' as const };
  return {
    caller: { actor, source, role, client_message_id: hello.sender?.message_id ?? null, ...limit },
    hello: { actor, role, version, protocol: protocolVersion, pid, root },
    offers,
  };
}

/** A chat names who sent a message and asks for no more than they may; without a sender it only listens. */
function refuseSender({ source, sender, role }: Hello): void {
  const isWrong =
    source === 'discord'
      ? role === undefined || (sender === undefined && role !== 'viewer')
      : sender !== undefined;
  if (isWrong) {
    throw new AppError(
      'BAD_REQUEST',
      'a chat says whose message it carries and what they may; nobody else has a sender',
    );
  }
}

/**
 * Somebody in a chat stands in the record by the id they have there. An agent stands in the record under its own name. One that may approve acts as the person whose token it shows: else
 * a single token would be as many people as it has names, where policy wants two.
 */
function actorOf({ source, client, sender }: Hello, role: Caller['role'], person: string): string {
  if (sender !== undefined) {
    return `discord:${sender.id}`;
  }
  if (source !== 'mcp' || role === 'approver') {
    return person;
  }
  const name = client.name.replaceAll(/[^A-Za-z0-9._-]+/g, '-').slice(0, 64);
  return `agent:${/[A-Za-z0-9]/.test(name) ? name : 'unnamed'}`;
}

/** Compares digests, so that neither content nor length of the token shows in the time it takes. */
function isSameToken(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
