import type { HeldLock } from '../adapters/lock';
import type { QueryLimits } from '../runtime/ports/queryPort';
import type { AccessLog } from '../transports/http/accessLog';
import type { Outside } from '../transports/http/httpPlace';
import type { Log } from '../transports/log';
import type { StateFolder } from './state/stateFolder';
import type { StateSecrets } from './state/stateSecrets';

/** What a server needs of the process around it. */
export interface ServerHost {
  readonly root: string;
  readonly state: StateFolder;
  readonly lock: HeldLock;
  readonly idleMs: number;
  /** Whether whoever started the server still looks at it; it ends with them, and not because nobody else needs it. */
  readonly isHeld: () => boolean;
  /** Whether nothing may act until a caller with trust comes. */
  readonly isRestricted: boolean;
  /** What children of steps may see of; this process itself looks for programs outside the workspace alone. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly repository?: 'file' | 'sqlite';
  /** What one question over all spans may cost, where it is chosen. */
  readonly queryLimits?: QueryLimits;
  readonly version: string;
  /** Where the bundles lie, the store's thread among them. */
  readonly bundleFolder: string;
  /** When this process started, as the lock and clients compare it; `null` where the system does not tell. */
  readonly processStart: string | null;
  readonly secrets: StateSecrets;
  readonly log: Log;
  readonly accessLog: AccessLog;
  /** Where HTTP is answered; 0 lets the system choose, and then a server for this machine goes on without it. */
  readonly port: number;
  /** Serves other machines, over TLS. */
  readonly outside?: Outside | null;
  exit(code: number): void;
}
