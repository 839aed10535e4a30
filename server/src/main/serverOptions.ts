import { parseArgs } from 'node:util';
import type { QueryLimits } from '../runtime/ports/queryPort';
import { type OutsideFiles, outsideOptions } from './http/outsideOptions';
import { queryOptions } from './queryOptions';

/** How a server was asked to run. */
export interface ServerOptions {
  readonly root: string;
  /** Time without clients and working runs after which the server ends. */
  readonly idleMs: number;
  /** Says on stderr what it logs. */
  readonly foreground: boolean;
  /** Started from a workspace without trust: nothing acts until a caller with trust comes. */
  readonly restricted: boolean;
  /** Where HTTP is answered; 0 lets the system choose. */
  readonly port: number;
  /** Serves other machines under this name, over TLS alone; null for the loopback address. */
  readonly outside: OutsideFiles | null;
  /** The token that opens HTTP, where it is chosen: by flag, else by HOLDPOINT_API_TOKEN; else it is random. */
  readonly apiToken: string | null;
  /** Where lists of runs and run logs are read: in the store, or in the directories below `runs/` (LOG-15). */
  readonly repository: 'file' | 'sqlite';
  /** The file of the record where it is not `.holdpoint/store.db`. */
  readonly storePath: string | undefined;
  /** What one question over all spans may cost. */
  readonly queryLimits: QueryLimits;
}

/** How the program is called. */
export const serverUsage =
  'usage: node main.mjs --root DIR [--idle-ms N] [--foreground] [--restricted] [--port N] [--host NAME --tls-cert FILE --tls-key FILE] [--api-token TOKEN] [--repo-backend file|sqlite] [--sqlite-db-path FILE] [--query-seconds N] [--query-spans N]';

const tenMinutesMs = 600_000;

/** Reads the command line of the server process; answers a sentence when it is wrong. */
export function serverOptions(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>> = process.env,
): ServerOptions | string {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        root: { type: 'string' },
        'idle-ms': { type: 'string', default: String(tenMinutesMs) },
        foreground: { type: 'boolean', default: false },
        restricted: { type: 'boolean', default: false },
        'repo-backend': { type: 'string', default: 'sqlite' },
        'sqlite-db-path': { type: 'string' },
        port: { type: 'string', default: '0' },
        'api-token': { type: 'string' },
        host: { type: 'string', default: '127.0.0.1' },
        'tls-cert': { type: 'string' },
        'tls-key': { type: 'string' },
        'query-seconds': { type: 'string' },
        'query-spans': { type: 'string' },
      },
    });
    const idle = values['idle-ms'];
    if (values.root === undefined) {
      return '--root is missing';
    }
    if (!/^\d{1,10}$/.test(idle)) {
      return `--idle-ms: ${idle} is not a number of milliseconds`;
    }
    const { root, foreground, restricted, port, host } = values;
    if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
      return `--port: ${port} is not a port`;
    }
    const outside = outsideOptions(host, values['tls-cert'], values['tls-key']);
    if (typeof outside === 'string') {
      return outside;
    }
    const repository = values['repo-backend'];
    if (!isRepository(repository)) {
      return `--repo-backend: ${repository} is neither file nor sqlite`;
    }
    const apiToken = values['api-token'] ?? env['HOLDPOINT_API_TOKEN'] ?? null;
    if (!isToken(apiToken)) {
      const place = values['api-token'] === undefined ? 'HOLDPOINT_API_TOKEN' : '--api-token';
      return `${place}: a token has printable characters and no blanks, and is not empty`;
    }
    const queryLimits = queryOptions(values['query-seconds'], values['query-spans']);
    if (typeof queryLimits === 'string') {
      return queryLimits;
    }
    const storePath = values['sqlite-db-path'];
    const limits = { idleMs: Number(idle), port: Number(port), queryLimits };
    return { root, outside, apiToken, repository, storePath, foreground, restricted, ...limits };
  } catch (error) {
    return (error as Error).message;
  }
}

function isToken(token: string | null): boolean {
  return token === null || /^[\x21-\x7e]+$/.test(token);
}

function isRepository(word: string): word is 'file' | 'sqlite' {
  return word === 'file' || word === 'sqlite';
}
