import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { AppError } from '#protocol/errors';
import type { Caller, Notification, Notifications } from '#protocol/methods';
import type { Desk } from '../dispatch';
import type { HttpToken } from './gate/tokens';
import type { HttpLimits } from './httpLimits';
import type { Meter } from './metrics/meter';

/** Hears everything that every door must be told; returns how to stop. */
export type Listen = (
  listener: (name: Notification, payload: Notifications[Notification]) => void,
) => () => void;

/** What routes work with: where requests go, for whom a token stands, what a request may cost. */
export interface HttpDesk extends Desk {
  readonly limits: HttpLimits;
  /** Names this server process among others, as probes want it. */
  readonly runnerId: string;
  /** For whom a request acts; null on a path that is open to everybody. */
  readonly callerOf: (token: HttpToken | null) => Caller;
  readonly listen: Listen;
  readonly meter: Meter;
  /** Whether a token that opened the door would open it again now. */
  readonly isKnown: (token: HttpToken | null) => boolean;
  /** Aborted once the door takes no more requests: what stays open ends then. */
  readonly closing: AbortSignal;
}

/** What the framework hands to every route. */
export interface HttpEnv {
  readonly Bindings: HttpBindings & { readonly token: HttpToken | null };
}

/** The header in which a program names its own message, as every event then tells (GATE-23). */
export const messageHeader = 'client-message-id';

/** For whom a request acts, with the name that it gave to itself. */
export function callerOf(desk: HttpDesk, context: Context<HttpEnv>): Caller {
  const named = context.req.header(messageHeader);
  if (named !== undefined && !/^[\x21-\x7e]{1,200}$/.test(named)) {
    throw new AppError('BAD_REQUEST', `${messageHeader}: a message id has 1 to 200 printable characters`);
  }
  return { ...desk.callerOf(context.env.token), client_message_id: named ?? null };
}
