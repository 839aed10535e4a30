import type { IncomingMessage } from 'node:http';
import { type EarlyRefusal, earlyRefusal } from '../answers';
import { pathFault } from './pathFault';

/** More headers than any program of ours or of others sends; the library would drop what comes after its own limit. */
export const mostHeaders = 200;

/** Of these a reader takes the first, another the last: they say who asks, from where, and what the body is. */
const single = ['authorization', 'origin', 'content-type', 'content-encoding', 'sec-fetch-site'];

/** How the head of a request is refused before anything is read from it; null when it means one thing to every reader. */
export function headFault(incoming: IncomingMessage): EarlyRefusal | null {
  const { url = '', headers, rawHeaders, httpVersion } = incoming;
  if (httpVersion !== '1.1' && httpVersion !== '1.0') {
    return earlyRefusal('BAD_REQUEST', 'this is not a request over HTTP/1.1');
  }
  if (rawHeaders.length / 2 > mostHeaders) {
    return earlyRefusal('BAD_REQUEST', `there are more than ${mostHeaders} headers`, { status: 431 });
  }
  const names = rawHeaders.filter((_, at) => at % 2 === 0).map((name) => name.toLowerCase());
  const hostCount = names.filter((name) => name === 'host').length;
  if (hostCount !== 1) {
    const fault = hostCount === 0 ? 'the request names no host' : 'the request names two hosts';
    return earlyRefusal('BAD_REQUEST', fault);
  }
  const twice = single.find((name) => names.indexOf(name) !== names.lastIndexOf(name));
  if (twice !== undefined) {
    return earlyRefusal('BAD_REQUEST', `the request has two headers ${twice}`);
  }
  if (headers.expect !== undefined && headers.expect.toLowerCase() !== '100-continue') {
    return earlyRefusal('BAD_REQUEST', 'this server meets no expectation but 100-continue', { status: 417 });
  }
  const fault = pathFault(url);
  return fault === null ? null : earlyRefusal('BAD_REQUEST', fault);
}
