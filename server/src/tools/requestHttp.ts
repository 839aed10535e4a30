import { z } from 'zod';
import type { ErrorClass } from '#protocol/errors';
import type { Json } from '#protocol/json';
import type { HttpResponse } from '../runtime/ports';
import type { ToolContext, ToolResult } from '../runtime/tool';
import { defineTool, failed, noFacts, succeeded } from './defineTool';

const methods = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
const readingMethods: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];
/** Headers that say where or how far a message goes are not the caller's to set. */
const ownHeaders =
  /^(?:host|connection|content-length|transfer-encoding|upgrade|te|trailer|keep-alive|expect|proxy-.*)$/i;
const mostBodyBytes = 1024 * 1024;

const url = z.string().superRefine((text, context) => {
  const problem = urlProblem(text);
  if (problem !== null) context.addIssue(problem);
});

const input = z
  .strictObject({
    method: z
      .string()
      .transform((text) => text.toUpperCase())
      .pipe(z.enum(methods))
      .default('GET'),
    url,
    headers: z
      .record(
        z
          .string()
          .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/)
          .refine((name) => !ownHeaders.test(name), { message: 'is set by the connection itself' }),
        z
          .string()
          .regex(/^[\t\x20-\x7e\x80-\xff]*$/, { message: 'holds characters that no header may have' }),
      )
      .default({}),
    /** Text as it is; anything else is sent as JSON. */
    body: z.json().default(null),
  })
  .refine(({ method, body }) => body === null || !readingMethods.includes(method), {
    path: ['body'],
    message: 'goes with POST, PUT, PATCH and DELETE only',
  })
  .refine(({ body }) => new TextEncoder().encode(textOf(body) ?? '').length <= mostBodyBytes, {
    path: ['body'],
    message: 'is larger than 1 MiB',
  });

/**
 * Sends one request over http or https. A redirect is an answer, not followed: nobody has judged the next host. From
 * status 400 on the call has failed: 401 and 403 as `auth`, 429 as `rate_limit`, 408 and 5xx as `network`.
 */
export const requestHttp = defineTool({
  name: 'http.request',
  aliases: [],
  description: 'Sends one HTTP request.',
  permissionProfile: 'network',
  input,
  output: z.object({
    status: z.int(),
    headers: z.record(z.string(), z.string()),
    body: z.string(),
    json: z.json(),
    truncated: z.boolean(),
  }),
  facts({ method, url: address }) {
    const risk = readingMethods.includes(method) ? 'low' : 'high';
    return { ...noFacts, effect: 'network', risk, hosts: [new URL(address).hostname] };
  },
  async perform({ method, url: address, headers, body }, context) {
    const isJson = body !== null && typeof body !== 'string' && !hasHeader(headers, 'content-type');
    try {
      const response = await context.network.request({
        method,
        url: address,
        headers: isJson ? { ...headers, 'content-type': 'application/json' } : headers,
        body: textOf(body),
        timeoutMs: context.timeoutMs,
        maxBytes: context.maxOutputBytes,
        signal: context.signal,
      });
      return answered(response);
    } catch (error) {
      return unanswered(error, context);
    }
  },
});

/** Why a URL is refused; the URL itself, which may hold a secret, is not repeated. */
function urlProblem(text: string): string | null {
  if (!URL.canParse(text)) return 'is not a URL';
  const { protocol, username, password } = new URL(text);
  if (protocol !== 'http:' && protocol !== 'https:') return 'is neither http nor https';
  return username !== '' || password !== '' ? 'holds a user name or password; use a header' : null;
}

function textOf(body: Json): string | null {
  return body === null || typeof body === 'string' ? body : JSON.stringify(body);
}

function hasHeader(headers: Readonly<Record<string, string>>, wanted: string): boolean {
  return Object.keys(headers).some((name) => name.toLowerCase() === wanted);
}

function answered({ status, headers, body, truncated }: HttpResponse): ToolResult {
  // Cookies are keys to somebody's session: no step needs them in its record.
  const { 'set-cookie': _, ...shown } = headers;
  const output = { status, headers: shown, body, json: jsonOf(headers, body), truncated };
  return status < 400 ? succeeded(output) : failed(classOf(status), `the server answered ${status}`, output);
}

function jsonOf(headers: Readonly<Record<string, string>>, body: string): Json {
  if (!/[/+]json\b/i.test(headers['content-type'] ?? '')) return null;
  try {
    return JSON.parse(body) as Json;
  } catch {
    return null;
  }
}

function classOf(status: number): ErrorClass {
  if (status === 401 || status === 403) return 'auth';
  if (status === 429) return 'rate_limit';
  return status >= 500 || status === 408 ? 'network' : 'tool_error';
}

function unanswered(error: unknown, { signal }: ToolContext): ToolResult {
  if (signal.aborted) return failed('cancelled', 'the request was cancelled');
  const { name, message } = error instanceof Error ? error : { name: '', message: String(error) };
  if (name === 'TimeoutError') return failed('timeout', 'nobody answered in time');
  return failed('network', `the request failed: ${message}`);
}
