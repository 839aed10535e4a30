import type { Result } from '#protocol/methods';
import { safeHeaders } from '../answers';
import type { Shown } from './routeExtra';

/** A report as the document itself: JSON, or the text that was asked for. */
export function reportDocument(result: unknown, { params }: Shown): unknown {
  const { report, text } = result as Result<'run/report'>;
  const type = textTypes.get(String(params['format']));
  return type === undefined ? report : textAnswer(text, type);
}

const textTypes = new Map([
  ['markdown', 'text/markdown; charset=utf-8'],
  ['html', 'text/html; charset=utf-8'],
]);

/** The summary itself; its one line goes beside it only where a program asks for the method's own answer. */
export function summaryDocument(result: unknown): unknown {
  return (result as Result<'run/summary'>).summary;
}

/** The bytes of an artifact, so that their hash is its name; as JSON for whoever accepts that and nothing else. */
export function artifactBytes(result: unknown, { request }: Shown): unknown {
  const { base64, sha256 } = result as Result<'artifact/get'>;
  const accepted = (request.headers.get('accept') ?? '*/*').toLowerCase();
  if (accepted.startsWith('application/json')) {
    return result;
  }
  return new Response(Buffer.from(base64, 'base64'), {
    headers: {
      ...safeHeaders,
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="${sha256}"`,
    },
  });
}

/** A page that came from a run shows itself and reaches nothing: its own style is all that it may have. */
function textAnswer(text: string, type: string): Response {
  const policy =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; sandbox";
  return new Response(text, {
    headers: { ...safeHeaders, 'content-type': type, 'content-security-policy': policy },
  });
}
