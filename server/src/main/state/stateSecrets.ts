import { randomBytes } from 'node:crypto';
import { nodeSettings } from '../../adapters/settings';
import { createRedactor, type Redactor } from '../../core/redact/redactor';
import type { Settings } from '../../runtime/ports';
import { type KeptWebhook, WebhookFile } from '../webhooks/webhookFile';
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
  const ofWebhooks = webhooksOf(state).map(({ secret }) => secret);
  const ownSecrets = [token, spanToken, ...(apiToken === null ? [] : [apiToken]), ...ofWebhooks];
  const settings = nodeSettings({ ownSecrets });
  return { token, apiToken, spanToken, settings, redactor: createRedactor(settings.knownSecrets()) };
}

/** Secrets of webhooks that are added later are known by their form. A file that cannot be read is told of where it is used. */
function webhooksOf(state: StateFolder): readonly KeptWebhook[] {
  try {
    return new WebhookFile(state.webhooks).all();
  } catch {
    return [];
  }
}
