import { randomBytes } from 'node:crypto';
import { nodeSettings } from '../adapters/settings';
import { createRedactor, type Redactor } from '../core/redact/redactor';
import type { Settings } from '../runtime/ports';
import { type StateFolder, workspaceToken } from './stateFolder';

/** The secrets of a server and what keeps them out of everything it writes. */
export interface StateSecrets {
  readonly token: string;
  /** What opens HTTP instead of `token`, where whoever started the server chose it (LOG-13). */
  readonly apiToken: string | null;
  /** For this process alone: what children of steps may post spans with. */
  readonly spanToken: string;
  readonly settings: Settings;
  readonly redactor: Redactor;
}

/** Reads or makes the token, and a redactor that knows it beside the secrets of plans. */
export function stateSecrets(state: StateFolder, apiToken: string | null = null): StateSecrets {
  const token = workspaceToken(state.token);
  const spanToken = randomBytes(32).toString('hex');
  const settings = nodeSettings({ ownSecrets: [token, spanToken, ...(apiToken === null ? [] : [apiToken])] });
  return { token, apiToken, spanToken, settings, redactor: createRedactor(settings.knownSecrets()) };
}
