import type { createMcpHandler } from '@modelcontextprotocol/server';
import type { Hono } from 'hono';
import type { Caller, Result } from '#protocol/methods';
import { dispatch } from '../../dispatch';
import { failureOf } from '../../failure';
import { type Ask, McpRefusal } from '../../mcp/mcpDesk';
import { failed, safeHeaders } from '../answers';
import { bodyObject } from '../body/requestParams';
import { callerOf, type HttpDesk, type HttpEnv } from '../httpDesk';
import { UnderWay } from './underWay';

/** Where agents speak MCP over Streamable HTTP. */
export const mcpPath = '/mcp';

type Handler = ReturnType<typeof createMcpHandler>;

/**
 * Lets agents in over HTTP: each request stands for itself, with its token, through the one dispatch. An agent is the
 * token's holder in the record, so that no token can vote under several names.
 */
export function addMcpRoute(app: Hono<HttpEnv>, desk: HttpDesk): void {
  let made: Promise<Handler> | undefined;
  const underWay = new UnderWay();
  app.post(mcpPath, async (context) => {
    try {
      const caller: Caller = { ...callerOf(desk, context), source: 'mcp' };
      const request = context.req.raw;
      const parsedBody = await bodyObject({ request, bodyBytes: desk.limits.bodyBytes });
      made ??= openHandler(desk);
      const handler = await made;
      const { token } = context.env;
      underWay.giveUp(token, parsedBody);
      const during: Agent['during'] = (act) => underWay.during(token, parsedBody, act);
      const agent: Agent = { caller, left: request.signal, during };
      const authInfo = { token: '', clientId: caller.actor, scopes: [], extra: { agent } };
      return guarded(await handler.fetch(request, { parsedBody, authInfo }));
    } catch (error) {
      return failed(failureOf(error, desk.log, mcpPath));
    }
  });
}

/** Loaded when the first agent comes. */
async function openHandler(desk: HttpDesk): Promise<Handler> {
  const [{ createMcpHandler: create }, { mcpServer }] = await Promise.all([
    import('@modelcontextprotocol/server'),
    import('../../mcp/mcpServer'),
  ]);
  const version = await serverVersion(desk);
  const handler = create(
    ({ authInfo }) => {
      const agent = authInfo?.extra?.['agent'] as Agent;
      const role = async () => agent.caller.role;
      return mcpServer({ ask: asker(desk, agent), role, version, log: desk.log });
    },
    {
      maxSubscriptions: desk.limits.streams,
      maxRequestBodySize: desk.limits.bodyBytes,
      onerror: (error) => desk.log.warning('a request of an agent was refused', { reason: error.message }),
    },
  );
  desk.closing.addEventListener('abort', () => void handler.close(), { once: true });
  return handler;
}

async function serverVersion(desk: HttpDesk): Promise<string> {
  const caller = { actor: 'system', source: 'system', role: 'viewer', client_message_id: null } as const;
  const { signal } = new AbortController();
  const answer = await dispatch(desk, { method: 'server/status', params: {}, caller, signal });
  return answer.ok ? (answer.result as Result<'server/status'>).version : '0';
}

/** Who asks, and how it is known that the answer is wanted no more. */
interface Agent {
  readonly caller: Caller;
  /** Aborted when the line is closed. */
  readonly left: AbortSignal;
  during<T>(act: (givenUp: AbortSignal) => Promise<T>): Promise<T>;
}

function asker(desk: HttpDesk, { caller, left, during }: Agent): Ask {
  return async <M extends Parameters<Ask>[0]>(method: M, params: unknown, given: Parameters<Ask>[2]) => {
    const answer = await during((givenUp) => {
      const signal = AbortSignal.any([left, givenUp, given as AbortSignal]);
      return dispatch(desk, { method, params, caller, signal });
    });
    if (!answer.ok) {
      throw new McpRefusal(answer.failure.body);
    }
    return answer.result as Result<M>;
  };
}

function guarded(answer: Response): Response {
  const headers = new Headers(answer.headers);
  for (const [name, value] of Object.entries(safeHeaders)) {
    headers.set(name, value);
  }
  return new Response(answer.body, { status: answer.status, headers });
}
