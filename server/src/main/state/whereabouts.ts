import { rmSync } from 'node:fs';
import { protocolVersion } from '#protocol/connection';
import type { ServerHost } from '../serverHost';
import { writeServerFile } from './stateFolder';

/** Where a server can be found: the file that says so, and the socket that it listens at. */
export class Whereabouts {
  readonly #host: ServerHost;
  readonly #socket: string;
  readonly #startedAt = new Date().toISOString();

  constructor(host: ServerHost, socket: string) {
    this.#host = host;
    this.#socket = socket;
  }

  /** Writes down where the server is; `url` is null while it has no HTTP door. */
  say(url: string | null): void {
    const { state, processStart, version } = this.#host;
    writeServerFile(state.serverFile, {
      pid: process.pid,
      start: processStart,
      socket: this.#socket,
      base_url: url,
      version,
      protocol: protocolVersion,
      started_at: this.#startedAt,
      store: state.store,
    });
  }

  /** Removes what a server leaves behind; who has lost the lock must not, the files may be another's by now. */
  erase(): void {
    const { lock, log, state } = this.#host;
    if (!lock.isHeld()) {
      return;
    }
    const files = process.platform === 'win32' ? [] : [this.#socket];
    for (const path of [state.serverFile, ...files]) {
      try {
        rmSync(path, { force: true });
      } catch (error) {
        log.warning('a file could not be removed', { path, error: String(error) });
      }
    }
  }
}
