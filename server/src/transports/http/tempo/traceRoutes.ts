import type { Context, Hono } from 'hono';
import { AppError } from '#protocol/errors';
import type { OtlpLink, OtlpSpan, ResourceSpans } from '#protocol/otlp/otlp';
import { jsonAnswer, safeHeaders } from '../answers';
import type { HttpDesk, HttpEnv } from '../httpDesk';
import { writeMessage } from '../otlp/writeMessage';
import { type Ask, answering } from './ask';

/** A trace by its id in the shapes of Tempo: JSON, or protobuf where that is what is accepted. */
export function addTraceRoutes(app: Hono<HttpEnv>, desk: HttpDesk): void {
  app.get(
    '/api/v2/traces/:id',
    answering(desk, async (context, ask) => {
      const groups = await traceOf(context, ask);
      return wantsProtobuf(context)
        ? protobuf(writeMessage('TraceById', { trace: { resourceSpans: groups } }))
        : jsonAnswer(200, { trace: { resourceSpans: groups.map(tempoGroup) } });
    }),
  );
  app.get(
    '/api/traces/:id',
    answering(desk, async (context, ask) => {
      const groups = await traceOf(context, ask);
      return wantsProtobuf(context)
        ? protobuf(writeMessage('TracesData', { resourceSpans: groups }))
        : jsonAnswer(200, { batches: groups.map(tempoGroup) });
    }),
  );
}

/** Tempo leaves leading zeros of an id out. */
async function traceOf(context: Context<HttpEnv>, ask: Ask): Promise<readonly ResourceSpans[]> {
  const id = context.req.param('id') ?? '';
  if (!/^[0-9a-fA-F]{1,32}$/.test(id)) {
    throw new AppError('BAD_REQUEST', 'a trace id has up to 32 hexadecimal digits');
  }
  const trace_id = id.toLowerCase().padStart(32, '0');
  return (await ask('trace/otlp', { trace_id, content: true })).resourceSpans;
}

function wantsProtobuf(context: Context<HttpEnv>): boolean {
  return /application\/(x-)?protobuf/.test(context.req.header('accept') ?? '');
}

function protobuf(bytes: Uint8Array<ArrayBuffer>): Response {
  return new Response(bytes, { headers: { ...safeHeaders, 'content-type': 'application/protobuf' } });
}

const kinds = ['UNSPECIFIED', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'];
const codes = ['UNSET', 'OK', 'ERROR'];

/** The same in the JSON of Tempo, which writes ids as base64 and enumerations by name. */
function tempoGroup({ resource, scopeSpans = [], schemaUrl }: ResourceSpans): object {
  return {
    resource: resource ?? {},
    scopeSpans: scopeSpans.map((scope) => ({ ...scope, spans: (scope.spans ?? []).map(tempoSpan) })),
    ...(schemaUrl === undefined ? {} : { schemaUrl }),
  };
}

function tempoSpan(span: OtlpSpan): object {
  const { kind = 0, status, links } = span;
  const { code = 0, ...rest } = status ?? {};
  return {
    ...span,
    ...ids(span),
    ...(span.parentSpanId === undefined ? {} : { parentSpanId: base64(span.parentSpanId) }),
    kind: `SPAN_KIND_${kinds[kind] ?? 'UNSPECIFIED'}`,
    ...(links === undefined ? {} : { links: links.map((link) => ({ ...link, ...ids(link) })) }),
    status: code === 0 ? rest : { ...rest, code: `STATUS_CODE_${codes[code] ?? 'UNSET'}` },
  };
}

function ids({ traceId = '', spanId = '' }: OtlpSpan | OtlpLink): object {
  return { traceId: base64(traceId), spanId: base64(spanId) };
}

function base64(hex: string): string {
  return Buffer.from(hex, 'hex').toString('base64');
}
