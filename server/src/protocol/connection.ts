import { z } from 'zod';
import { sources } from './events';

/** Version of the method table; a door with another major number is told to update. */
export const protocolVersion = 1;

/**
 * First request on every connection: who is there and with which token. Anything else before it is UNAUTHORIZED. Keys
 * that this version does not know are passed over, so that a newer client is told of its version, not of its keys.
 */
export const helloParams = z.object({
  token: z.string(),
  protocol: z.int(),
  source: z.enum(sources),
  client: z.object({ name: z.string().max(200), version: z.string().max(100) }),
  /** Whether the person trusts what lies in the workspace; without trust a caller may look and do nothing else. */
  trusted: z.boolean().default(true),
  /** The most that this client wants to be allowed; without it everything that its person may do. */
  role: z.enum(['viewer', 'operator', 'approver']).optional(),
  /** For whom a chat speaks: the sender of one message, by the ids that the chat gives them. */
  sender: z
    .strictObject({ id: z.string().regex(/^\d{1,20}$/), message_id: z.string().regex(/^\d{1,20}$/) })
    .optional(),
  /** What the client does when the server asks it. */
  offers: z.array(z.enum(['documents', 'models'])).default([]),
});

/** The server's answer: whom it takes the caller for. */
export const helloResult = z.object({
  actor: z.string(),
  role: z.enum(['viewer', 'operator', 'approver']),
  version: z.string(),
  protocol: z.int(),
  pid: z.int(),
  root: z.string(),
});

export type HelloParams = z.input<typeof helloParams>;
/** What a client may do for the server. */
export type Offer = z.output<typeof helloParams>['offers'][number];

export type HelloResult = z.infer<typeof helloResult>;

/** `.holdpoint/server.json`: how to reach the one server of a workspace. Written after it listens, removed when it ends. */
export const serverFile = z.object({
  pid: z.int(),
  start: z.string().nullable(),
  socket: z.string(),
  base_url: z.string().nullable(),
  version: z.string(),
  protocol: z.int(),
  started_at: z.string(),
  /** Where its record lies. */
  store: z.string().optional(),
});

export type ServerFile = z.infer<typeof serverFile>;
