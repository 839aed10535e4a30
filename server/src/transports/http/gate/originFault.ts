import type { IncomingHttpHeaders } from 'node:http';

/** Under which names a door answers, and to pages of which origins, each with its port. */
export interface OwnNames {
  readonly hosts: readonly string[];
  readonly origins: readonly string[];
}

/**
 * Why a request is not one that a program made on purpose; null when it may go on. A page of a browser cannot choose the
 * host it names nor hide where it comes from, so a name that was bound anew and a foreign page are seen.
 */
export function originFault(headers: IncomingHttpHeaders, own: OwnNames): string | null {
  if (!own.hosts.includes((headers.host ?? '').toLowerCase())) {
    return 'this server answers to its own names only';
  }
  const { origin } = headers;
  if (origin !== undefined && !own.origins.includes(origin.toLowerCase())) {
    return 'this server answers to no page of another origin';
  }
  const site = headers['sec-fetch-site'];
  const isForeign = site === 'cross-site' || site === 'same-site';
  return isForeign ? 'this server answers to no page of another site' : null;
}
