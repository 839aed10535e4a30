import { nodeSettings } from '../adapters/settings';
import { createRedactor, type Redactor } from '../core/redact/redactor';
import type { Settings } from '../runtime/ports';
import { type StateFolder, workspaceToken } from './stateFolder';

/** The secrets of a server and what keeps them out of everything it writes. */
export interface StateSecrets {
  readonly token: string;
  readonly settings: Settings;
  readonly redactor: Redactor;
}

/** Reads or makes the token, and a redactor that knows it beside the secrets of plans. */
export function stateSecrets(state: StateFolder): StateSecrets {
  const token = workspaceToken(state.token);
  const settings = nodeSettings({ ownSecrets: [token] });
  return { token, settings, redactor: createRedactor(settings.knownSecrets()) };
}
