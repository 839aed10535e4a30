import type { Context, Hono } from 'hono';
import { AppError } from '#protocol/errors';
import type { Result } from '#protocol/methods';
import { dispatch } from '../../dispatch';
import { type Failure, failureOf } from '../../failure';
import { jsonAnswer, safeHeaders } from '../answers';
import { inflated } from '../body/inflated';
import { parsedJson } from '../body/jsonText';
import { readBody } from '../body/readBody';
import type { HttpDesk, HttpEnv } from '../httpDesk';
import { readMessage } from './readMessage';
import { writeMessage } from './writeMessage';

/** Where programs post their spans, as OTLP names it. */
export const spansPath = '/v1/traces';

/** The receiver of OTLP over HTTP: JSON and protobuf, packed or not, answered when the spans are durable. */
export function addReceiveRoute(app: Hono<HttpEnv>, desk: HttpDesk): void {
  app.post(spansPath, (context) => receive(context, desk));
}

async function receive(context: Context<HttpEnv>, desk: HttpDesk): Promise<Response> {
  const request = context.req.raw;
  try {
    const form = formOf(request);
    const params = { resourceSpans: await groupsOf(request, form, desk.limits.spanBytes) };
    const caller = desk.callerOf(context.env.token);
    // A folder without trust runs nothing, but what other programs say may still be kept.
    const role = context.env.token?.role === 'viewer' ? ('viewer' as const) : ('operator' as const);
    const poster = { ...caller, role };
    const { signal } = new AbortController();
    const answer = await dispatch(desk, { method: 'span/receive', params, caller: poster, signal });
    return answer.ok ? accepted(form, answer.result as Result<'span/receive'>) : refusal(answer.failure);
  } catch (error) {
    return refusal(failureOf(error, desk.log, 'span/receive'));
  }
}

type Form = 'application/json' | 'application/x-protobuf';

function formOf(request: Request): Form {
  const type = (request.headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase();
  if (type === 'application/json' || type === 'application/x-protobuf') {
    return type;
  }
  throw new AppError('BAD_REQUEST', 'spans come as application/json or application/x-protobuf');
}

/** Deeper than any value that is kept, each of which takes several levels of JSON. */
const deepest = 200;

async function groupsOf(request: Request, form: Form, limit: number): Promise<readonly unknown[]> {
  const packed = await readBody(request, limit);
  const bytes = await inflated(packed, request.headers.get('content-encoding'), limit);
  const data = form === 'application/json' ? parsedJson(bytes, deepest) : readMessage('TracesData', bytes);
  const groups = (data as { readonly resourceSpans?: unknown } | null)?.resourceSpans ?? [];
  if (data === null || typeof data !== 'object' || Array.isArray(data) || !Array.isArray(groups)) {
    throw new AppError('BAD_REQUEST', 'the body is no {"resourceSpans": [...]}');
  }
  return groups;
}

function accepted(form: Form, { rejected, message }: Result<'span/receive'>): Response {
  const partial = { rejectedSpans: String(rejected), errorMessage: message };
  const answer = rejected === 0 && message === '' ? {} : { partialSuccess: partial };
  if (form === 'application/json') {
    return jsonAnswer(200, answer);
  }
  const headers = { ...safeHeaders, 'content-type': form };
  return new Response(writeMessage('Answer', answer), { headers });
}

/** A refusal that another try may mend says when. */
function refusal({ http, body }: Failure): Response {
  return jsonAnswer(http, body, {
    ...(http === 503 ? { 'retry-after': '1' } : {}),
    ...(http === 413 ? { connection: 'close' } : {}),
  });
}
