import { type HttpToken, tokenHash } from '../../transports/http/gate/tokens';
import type { Log } from '../../transports/log';
import { TokenFile } from './tokenFile';

/** The tokens that open HTTP: the one of whoever started the server, the one of their children, and further ones of the file. */
export function doorTokens(options: {
  readonly actor: string;
  readonly token: string;
  readonly spanToken: string;
  readonly file: string;
  readonly log: Log;
}): () => readonly HttpToken[] {
  const { actor, token, spanToken, log } = options;
  const file = new TokenFile(options.file);
  const own: readonly HttpToken[] = [
    { sha256: tokenHash(token), actor, role: 'approver', scope: 'all' },
    { sha256: tokenHash(spanToken), actor: 'system', role: 'operator', scope: 'spans' },
  ];
  let lastFault = '';
  return () => {
    try {
      const further = file.all().map(({ name, role, sha256 }) => ({
        ...{ sha256, role },
        actor: `user:${name}`,
        scope: 'all' as const,
      }));
      lastFault = '';
      return [...own, ...further];
    } catch (error) {
      const fault = error instanceof Error ? error.message : String(error);
      if (fault !== lastFault) {
        log.error('further tokens cannot be read and open nothing', { error: fault });
        lastFault = fault;
      }
      return own;
    }
  };
}
