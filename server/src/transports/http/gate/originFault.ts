import type { IncomingHttpHeaders } from 'node:http';

/**
 * Why a request is not one that a program of this machine made on purpose; null when it may go on. A page of a browser
 * cannot choose the host it names nor hide where it comes from, so a name that was bound anew and a foreign page are seen.
 */
export function originFault(headers: IncomingHttpHeaders, port: number): string | null {
  if (!ownHosts(port).includes((headers.host ?? '').toLowerCase())) {
    return 'this server answers to the loopback names only';
  }
  const { origin } = headers;
  if (origin !== undefined && !ownHosts(port).some((host) => origin.toLowerCase() === `http://${host}`)) {
    return 'this server answers to no page of another origin';
  }
  const site = headers['sec-fetch-site'];
  const isForeign = site === 'cross-site' || site === 'same-site';
  return isForeign ? 'this server answers to no page of another site' : null;
}

/** Without a port where it is the standard one of the protocol, which is never ours. */
function ownHosts(port: number): readonly string[] {
  return ['127.0.0.1', 'localhost', '[::1]'].map((host) => `${host}:${port}`);
}
