import { setImmediate as turn } from 'node:timers/promises';
import type { Context, Hono } from 'hono';
import { AppError } from '#protocol/errors';
import type { Caller, Result } from '#protocol/methods';
import { dispatch } from '../../dispatch';
import { type Failure, failureOf } from '../../failure';
import { jsonAnswer, safeHeaders } from '../answers';
import { inflated } from '../body/inflated';
import { readBody } from '../body/readBody';
import type { HttpDesk, HttpEnv } from '../httpDesk';
import { jsonSource } from './parts/jsonSource';
import { messageSource } from './parts/messageSource';
import { spanParts } from './parts/spanParts';
import type { SpanSource } from './parts/spanSource';
import { Rejections } from './rejections';
import { mediaType, protobufType, refusalAnswer } from './statusAnswer';
import { writeMessage } from './writeMessage';

/** Where programs post their spans, as OTLP names it. */
export const spansPath = '/v1/traces';

/** The receiver of OTLP over HTTP: JSON and protobuf, packed or not, answered when the spans are durable. */
export function addReceiveRoute(app: Hono<HttpEnv>, desk: HttpDesk): void {
  app.post(spansPath, (context) => receive(context, desk));
}

async function receive(context: Context<HttpEnv>, desk: HttpDesk): Promise<Response> {
  const request = context.req.raw;
  const type = request.headers.get('content-type');
  try {
    const source = await sourceOf(request, mediaType(type), desk.limits.spanBytes);
    return accepted(mediaType(type), await keepAll(desk, posterOf(context, desk), source));
  } catch (error) {
    const failure = error instanceof Refused ? error.failure : failureOf(error, desk.log, 'span/receive');
    return refusal(type, failure);
  }
}

async function sourceOf(request: Request, type: string, limit: number): Promise<SpanSource> {
  if (type !== 'application/json' && type !== protobufType) {
    throw new AppError('BAD_REQUEST', `spans come as application/json or ${protobufType}`);
  }
  const packed = await readBody(request, limit);
  const bytes = await inflated(packed, request.headers.get('content-encoding'), limit);
  return type === protobufType ? messageSource(bytes, turn) : jsonSource(bytes, turn);
}

/** A folder without trust runs nothing, but what other programs say may still be kept. */
function posterOf({ env }: Context<HttpEnv>, desk: HttpDesk): Caller {
  return { ...desk.callerOf(env.token), role: env.token?.role === 'viewer' ? 'viewer' : 'operator' };
}

/** Parts that are on their way to the store at once: a body is read no faster than it is kept. */
const mostOnTheirWay = 16;

/** Hands a body on part by part; between two of them others are answered. */
async function keepAll(desk: HttpDesk, poster: Caller, source: SpanSource): Promise<Rejections> {
  const rejections = new Rejections();
  const onTheirWay: Promise<void>[] = [];
  for (const { groups, unread } of spanParts(source)) {
    rejections.add([...unread].map(([reason, count]) => ({ reason, count })));
    const kept = keep(desk, poster, groups).then((reasons) => rejections.add(reasons));
    kept.catch(() => undefined);
    onTheirWay.push(kept);
    if (onTheirWay.length >= mostOnTheirWay) await onTheirWay.shift();
    await turn();
  }
  await Promise.all(onTheirWay);
  return rejections;
}

async function keep(desk: HttpDesk, caller: Caller, groups: readonly unknown[]) {
  const { signal } = new AbortController();
  const params = { resourceSpans: groups };
  const answer = await dispatch(desk, { method: 'span/receive', params, caller, signal });
  if (!answer.ok) throw new Refused(answer.failure);
  return (answer.result as Result<'span/receive'>).rejections;
}

/** A part that was refused refuses its request; what is kept already is accepted again when it is sent again. */
class Refused extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.body.message);
    this.failure = failure;
  }
}

function accepted(type: string, { partialSuccess }: Rejections): Response {
  const answer = partialSuccess === undefined ? {} : { partialSuccess };
  return type === protobufType
    ? new Response(writeMessage('Answer', answer), { headers: { ...safeHeaders, 'content-type': type } })
    : jsonAnswer(200, answer);
}

/** A refusal that another try may mend says when. */
function refusal(type: string | null, { http, body }: Failure): Response {
  return refusalAnswer(
    type,
    { status: http, body },
    {
      ...(http === 503 ? { 'retry-after': '1' } : {}),
      ...(http === 413 ? { connection: 'close' } : {}),
    },
  );
}
