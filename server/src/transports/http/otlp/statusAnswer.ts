import type { IncomingMessage } from 'node:http';
import type { ErrorBody } from '#protocol/errors';
import { type EarlyRefusal, safeHeaders } from '../answers';
import { writeMessage } from './writeMessage';

/** How OTLP travels in protobuf. */
export const protobufType = 'application/x-protobuf';

/** A refusal as the sender reads it: who speaks protobuf gets the `Status` that OTLP over HTTP asks for, all others JSON. */
export function refusalBody(
  contentType: string | null | undefined,
  body: ErrorBody,
): { readonly type: string; readonly bytes: Uint8Array<ArrayBuffer> } {
  return mediaType(contentType) === protobufType
    ? { type: protobufType, bytes: writeMessage('Fault', { message: body.message }) }
    : { type: 'application/json; charset=utf-8', bytes: new TextEncoder().encode(JSON.stringify(body)) };
}

/** A refusal before any route has seen the request, in the form that its sender reads. */
export function earlyInForm({ headers }: IncomingMessage, refusal: EarlyRefusal): EarlyRefusal {
  return { ...refusal, form: refusalBody(headers['content-type'], refusal.body) };
}

/** The answer to a sender whose spans are not kept. */
export function refusalAnswer(
  contentType: string | null,
  { status, body }: { readonly status: number; readonly body: ErrorBody },
  headers: Readonly<Record<string, string>>,
): Response {
  const { type, bytes } = refusalBody(contentType, body);
  return new Response(bytes, { status, headers: { ...safeHeaders, 'content-type': type, ...headers } });
}

/** The type of a body without what follows it. */
export function mediaType(contentType: string | null | undefined): string {
  return (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}
