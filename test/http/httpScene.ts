import { connect } from 'node:net';
import type { ErrorBody } from '#protocol/errors';
import type { Handlers } from '#protocol/methods';
import type { AccessLine } from '../../server/src/transports/http/accessLog';
import { type HttpToken, tokenHash } from '../../server/src/transports/http/gate/tokens';
import type { Listen } from '../../server/src/transports/http/httpDesk';
import { type HttpDoor, openHttpDoor } from '../../server/src/transports/http/httpDoor';
import type { HttpLimits } from '../../server/src/transports/http/httpLimits';
import { type MemoryLog, memoryLog } from '../support/memoryLog';
import { scriptedHandlers } from '../support/scriptedHandlers';

/** A real door on the loopback address over handlers of a test. */
export interface HttpScene {
  readonly door: HttpDoor;
  readonly url: string;
  readonly port: number;
  readonly lines: readonly AccessLine[];
  readonly log: MemoryLog;
  /** Asks with the token of an approver, or with other headers. */
  ask(path: string, init?: RequestInit & { readonly token?: string | null }): Promise<HttpAnswer>;
  /** Sends bytes as they are and answers everything that came back. */
  raw(text: string | Uint8Array): Promise<string>;
}

/** An answer with its body read as JSON. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever came
  readonly body: any;
}

/** The tokens that tests show. */
export const testTokens = {
  approver: 'a'.repeat(64),
  operator: 'd'.repeat(64),
  viewer: 'b'.repeat(64),
  spans: 'c'.repeat(64),
} as const;

const tokens: readonly HttpToken[] = [
  { sha256: tokenHash(testTokens.approver), actor: 'user:ann', role: 'approver', scope: 'all' },
  { sha256: tokenHash(testTokens.operator), actor: 'user:olga', role: 'operator', scope: 'all' },
  { sha256: tokenHash(testTokens.viewer), actor: 'user:vic', role: 'viewer', scope: 'all' },
  { sha256: tokenHash(testTokens.spans), actor: 'system', role: 'operator', scope: 'spans' },
];

/** Opens a door; close it after the test. */
export async function httpScene(
  given: Partial<Handlers>,
  limits: Partial<HttpLimits> = {},
  listen: Listen = () => () => undefined,
): Promise<HttpScene> {
  const lines: AccessLine[] = [];
  const log = memoryLog();
  const door = await openHttpDoor({
    desk: { handlers: scriptedHandlers(given), log },
    port: 0,
    tokens: () => tokens,
    callerOf: (token) => ({
      actor: token?.actor ?? 'system',
      role: token?.role ?? 'viewer',
      source: 'http',
      client_message_id: null,
    }),
    accessLog: (line) => void lines.push(line),
    limits,
    listen,
  });
  const { url } = door;
  const port = Number(new URL(url).port);
  return {
    door,
    url,
    port,
    lines,
    log,
    ask: async (path, { token = testTokens.approver, ...init } = {}) => {
      const headers = new Headers(init.headers);
      if (token !== null) headers.set('authorization', `Bearer ${token}`);
      if (init.body !== undefined && !headers.has('content-type')) {
        headers.set('content-type', 'application/json');
      }
      const answer = await fetch(url + path, { ...init, headers });
      const text = await answer.text();
      return { status: answer.status, headers: answer.headers, body: text === '' ? null : JSON.parse(text) };
    },
    raw: (bytes) => rawAnswer(port, bytes),
  };
}

function rawAnswer(port: number, bytes: string | Uint8Array): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('utf8')));
    socket.on('error', reject);
  });
}

/** The JSON body of a raw answer. */
export function rawBody(answer: string): ErrorBody {
  return JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4)) as ErrorBody;
}
