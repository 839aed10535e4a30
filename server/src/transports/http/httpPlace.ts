import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http';
import { createServer as createTlsServer } from 'node:https';

/** One address of this machine that others reach, and by what they know that it is ours. */
export interface Outside {
  /** The name or address that clients use, and the only one that is answered. */
  readonly host: string;
  /** In PEM, with the chain that leads to it. */
  readonly certificate: string;
  readonly key: string;
}

/** What a server is made with; `handshakeTimeout` bounds who has connected and agreed on no key yet. */
export type DoorOptions = ServerOptions & { readonly handshakeTimeout: number };

/** Where the door is opened: on the loopback address, or for other machines under one name and over TLS alone. */
export class HttpPlace {
  readonly #outside: Outside | null;

  constructor(outside: Outside | null) {
    this.#outside = outside;
  }

  /** The address to listen on. */
  get address(): string {
    return this.#outside?.host ?? '127.0.0.1';
  }

  /** What clients put before a path. */
  url(port: number): string {
    const [host = ''] = this.hosts(port);
    return `${this.#scheme}://${host}`;
  }

  /** What a request may name as its host, the usual one first. */
  hosts(port: number): readonly string[] {
    if (this.#outside === null) {
      return ['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}:${port}`);
    }
    const { host } = this.#outside;
    const name = (host.includes(':') ? `[${host}]` : host).toLowerCase();
    return port === 443 ? [name, `${name}:443`] : [`${name}:${port}`];
  }

  /** Pages that may ask: our own. */
  origins(port: number): readonly string[] {
    return this.hosts(port).map((host) => `${this.#scheme}://${host}`);
  }

  /** A server that is not open yet; throws where certificate and key do not fit. */
  newServer(options: DoorOptions, listener: RequestListener): Server {
    if (this.#outside === null) {
      return createServer(options, listener);
    }
    const { certificate: cert, key } = this.#outside;
    return createTlsServer({ ...options, cert, key, minVersion: 'TLSv1.2' }, listener);
  }

  get #scheme(): 'http' | 'https' {
    return this.#outside === null ? 'http' : 'https';
  }
}
