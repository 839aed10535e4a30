import type { HttpDoor, HttpOptions } from '../../transports/http/httpDoor';

/** The HTTP door of a server: loaded and opened beside the work of starting, so that nobody waits for it. */
export class LazyHttp {
  #opening: Promise<HttpDoor | null> = Promise.resolve(null);
  #door: HttpDoor | null = null;

  /** Where the door is; null while it is not open. */
  get url(): string | null {
    return this.#door?.url ?? null;
  }

  /** Whether it was used since this was asked last. */
  takeUse(): boolean {
    return this.#door?.takeUse() ?? false;
  }

  /** Opens the door; fails when a port that was asked for is taken. */
  async open(options: HttpOptions): Promise<void> {
    this.#opening = openDoor(options);
    this.#door = await this.#opening;
  }

  /** The address once the door is open, or null when it could not be opened. */
  async whenOpen(): Promise<string | null> {
    return await this.#opening.then(
      (door) => door?.url ?? null,
      () => null,
    );
  }

  async close(graceMs: number): Promise<void> {
    const door = await this.#opening.catch(() => null);
    await door?.close(graceMs);
  }
}

async function openDoor(options: HttpOptions): Promise<HttpDoor> {
  const { openHttpDoor } = await import('../../transports/http/httpDoor');
  return await openHttpDoor(options);
}
