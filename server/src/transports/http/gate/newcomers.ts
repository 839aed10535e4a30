import type { Socket } from 'node:net';

/** How many lines a door has, and how many of them are there for whoever has shown no token yet. */
export interface Places {
  readonly connections: number;
  readonly newcomers: number;
}

/**
 * Keeps strangers from taking every place of a door: once it is nearly full, whoever came first and has shown no right
 * token by then makes room for the next. So a program with a token gets in however many lines somebody holds without one.
 */
export class Newcomers {
  readonly #places: Places;
  /** By address and port, since over TLS a request comes on another object than its line; the eldest first. */
  readonly #lines = new Map<string, Socket>();
  readonly #open = new Set<Socket>();

  constructor(places: Places) {
    this.#places = places;
  }

  /** Takes in a line on which nothing was said yet. */
  greet(line: Socket): void {
    const name = nameOf(line);
    this.#open.add(line);
    this.#lines.set(name, line);
    line.once('close', () => {
      this.#open.delete(line);
      if (this.#lines.get(name) === line) {
        this.#lines.delete(name);
      }
    });
    this.#makeRoom();
  }

  /** Whoever is on this line has shown a right token and stays. */
  know(line: Socket): void {
    this.#lines.delete(nameOf(line));
  }

  #makeRoom(): void {
    const { connections, newcomers } = this.#places;
    const isFull = this.#open.size > connections - newcomers && this.#lines.size > newcomers;
    const [eldest] = isFull ? this.#lines : [];
    if (eldest !== undefined) {
      // Now and not when it has closed: many may come before that.
      this.#open.delete(eldest[1]);
      this.#lines.delete(eldest[0]);
      eldest[1].destroy();
    }
  }
}

function nameOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}
