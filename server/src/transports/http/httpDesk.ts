import type { HttpBindings } from '@hono/node-server';
import type { Caller } from '#protocol/methods';
import type { Desk } from '../dispatch';
import type { HttpToken } from './gate/tokens';
import type { HttpLimits } from './httpLimits';

/** What routes work with: where requests go, for whom a token stands, what a request may cost. */
export interface HttpDesk extends Desk {
  readonly limits: HttpLimits;
  /** Names this server process among others, as probes want it. */
  readonly runnerId: string;
  /** For whom a request acts; null on a path that is open to everybody. */
  readonly callerOf: (token: HttpToken | null) => Caller;
}

/** What the framework hands to every route. */
export interface HttpEnv {
  readonly Bindings: HttpBindings & { readonly token: HttpToken | null };
}
