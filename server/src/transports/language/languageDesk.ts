import type { LanguageService } from '#protocol/language/service';
import type { Method, Notification, Notifications, Params, Result } from '#protocol/methods';
import type { PolicyLayer } from '#protocol/policy';
import type { Log } from '../log';

/** What a language session needs of the server around it. */
export interface LanguageDesk {
  readonly language: LanguageService;
  readonly version: string;
  /** The folder that plans work in. */
  readonly root: string;
  readonly log: Log;
  nowMs(): number;
  /** The layers of the policy files as they are at this moment; `null` while one of them is broken. */
  policyLayers(): Promise<readonly PolicyLayer[] | null>;
  /** Whether a child can be kept from the network here. */
  canIsolateNetwork(): Promise<boolean>;
  /** Asks a handler as the client of this session; nothing above the role viewer is asked. */
  request<M extends Method>(method: M, params: Params<M>): Promise<Result<M>>;
  /** Hears what every door is told; returns how to stop. */
  listen(listener: (name: Notification, payload: Notifications[Notification]) => void): () => void;
}
