import { randomBytes } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import type { Caller } from '#protocol/methods';
import type { Desk } from '../dispatch';
import { type AccessLog, accessLine } from './accessLog';
import { earlyRefusal, refuseEarly } from './answers';
import { admit, type Gate } from './gate/admit';
import { FailureBudget } from './gate/failureBudget';
import { mostHeaders } from './gate/headFault';
import { Newcomers } from './gate/newcomers';
import type { HttpToken } from './gate/tokens';
import { httpApp } from './httpApp';
import type { Listen } from './httpDesk';
import { type HttpLimits, httpLimits } from './httpLimits';
import { HttpPlace, type Outside } from './httpPlace';
import { Meter } from './metrics/meter';
import { spansPath } from './otlp/receiveRoute';
import { earlyInForm } from './otlp/statusAnswer';
import { protocolRefusal } from './protocolRefusal';
import { openPaths } from './routes/healthRoutes';

/** What the HTTP door needs from whoever opens it. */
export interface HttpOptions {
  readonly desk: Desk;
  /** 0 lets the system choose. */
  readonly port: number;
  /** Serves other machines instead of the loopback address. */
  readonly outside?: Outside | null;
  readonly tokens: () => readonly HttpToken[];
  readonly callerOf: (token: HttpToken | null) => Caller;
  readonly accessLog: AccessLog;
  readonly listen: Listen;
  readonly limits?: Partial<HttpLimits>;
}

/** Opens the door of scripts and other programs: HTTP, each request with a token. */
export async function openHttpDoor(options: HttpOptions): Promise<HttpDoor> {
  const door = new HttpDoor(options);
  await door.open(options.port);
  return door;
}

/** The open door: where it is, whether it is in use, and how to close it. */
export class HttpDoor {
  readonly #options: HttpOptions;
  readonly #limits: HttpLimits;
  readonly #place: HttpPlace;
  readonly #newcomers: Newcomers;
  readonly #server: Server;
  readonly #tokens = new WeakMap<IncomingMessage, HttpToken | null>();
  readonly #refused = new WeakSet<Duplex>();
  readonly #carry: ReturnType<typeof getRequestListener>;
  readonly #meter = new Meter();
  readonly #closing = new AbortController();
  #gate: Gate | undefined;
  #inFlight = 0;
  #wasUsed = false;

  constructor(options: HttpOptions) {
    this.#options = options;
    this.#limits = { ...httpLimits, ...options.limits };
    this.#place = new HttpPlace(options.outside ?? null);
    this.#newcomers = new Newcomers(this.#limits);
    const { limits, runnerId } = {
      limits: this.#limits,
      runnerId: `runner-${randomBytes(6).toString('hex')}`,
    };
    const { desk, callerOf, tokens } = options;
    const app = httpApp({
      ...desk,
      ...{ limits, runnerId, callerOf },
      meter: this.#meter,
      listen: options.listen,
      isKnown: (token) => token === null || tokens().some(({ sha256 }) => sha256 === token.sha256),
      closing: this.#closing.signal,
    });
    this.#carry = getRequestListener(
      (request, env) => {
        const incoming = env.incoming as IncomingMessage;
        return app.fetch(request, { ...env, token: this.#tokens.get(incoming) ?? null });
      },
      { overrideGlobalObjects: false },
    );
    this.#server = this.#newServer();
  }

  /** Where the door is, as clients are told: `http://127.0.0.1:PORT` unless other machines are served. */
  get url(): string {
    return this.#place.url((this.#server.address() as AddressInfo).port);
  }

  /** Whether a request is under way or came since this was asked last. */
  takeUse(): boolean {
    const isUsed = this.#inFlight > 0 || this.#wasUsed;
    this.#wasUsed = false;
    return isUsed;
  }

  open(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, this.#place.address, () => {
        this.#server.off('error', reject);
        this.#server.on('error', (error) =>
          this.#options.desk.log.error('the HTTP door failed', { error: error.message }),
        );
        const { strangers, strangerMs } = this.#limits;
        const { port: opened } = this.#server.address() as AddressInfo;
        this.#gate = {
          own: { hosts: this.#place.hosts(opened), origins: this.#place.origins(opened) },
          tokens: this.#options.tokens,
          open: openPaths,
          forSpans: new Set([spansPath]),
          failures: new FailureBudget(strangers, strangerMs),
        };
        resolve();
      });
    });
  }

  /** Takes no more requests, lets those under way be answered, and ends the rest after `graceMs`. */
  async close(graceMs: number): Promise<void> {
    this.#closing.abort();
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeIdleConnections();
    const timer = setTimeout(() => this.#server.closeAllConnections(), graceMs);
    await closed;
    clearTimeout(timer);
  }

  #newServer(): Server {
    const { headerBytes, headersMs, requestMs, keepAliveMs, connections } = this.#limits;
    const server = this.#place.newServer(
      {
        ...{ maxHeaderSize: headerBytes, requireHostHeader: false },
        // The library looks every half minute alone, whatever the timeouts say.
        connectionsCheckingInterval: Math.min(headersMs, requestMs),
        handshakeTimeout: headersMs,
      },
      (incoming, outgoing) => this.#take(incoming, outgoing),
    );
    server.headersTimeout = headersMs;
    server.requestTimeout = requestMs;
    server.keepAliveTimeout = keepAliveMs;
    server.maxConnections = connections;
    server.maxHeadersCount = mostHeaders + 1;
    server.on('connection', (line) => this.#newcomers.greet(line));
    server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
      // Who was refused already hears nothing of what came behind.
      if (this.#refused.has(socket)) {
        socket.end();
      } else {
        protocolRefusal(socket, error.code);
      }
    });
    // Else the library refuses what is expected of it by itself, and not in our form.
    server.on('checkExpectation', (incoming: IncomingMessage, outgoing: ServerResponse) =>
      this.#take(incoming, outgoing),
    );
    server.on('connect', (_, socket: Duplex) => protocolRefusal(socket, 'CONNECT'));
    return server;
  }

  #take(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const gate = this.#gate;
    const startMs = performance.now();
    const admission =
      gate === undefined
        ? { refusal: earlyRefusal('SERVER_UNREACHABLE', 'the door is not open yet'), isAuthFailure: false }
        : admit(gate, incoming, startMs);
    const isAuthFailure = 'refusal' in admission && admission.isAuthFailure;
    this.#inFlight += 1;
    this.#wasUsed ||= 'token' in admission && admission.token !== null;
    outgoing.once('close', () => {
      this.#inFlight -= 1;
      const took = { startMs, endMs: performance.now() };
      const line = accessLine(incoming, outgoing, { ...took, isAuthFailure });
      this.#meter.note(line);
      this.#options.accessLog(line);
    });
    if ('refusal' in admission) {
      const { refusal } = admission;
      this.#refused.add(incoming.socket);
      const isOfSpans = incoming.url?.split(/[?#]/, 1)[0] === spansPath;
      refuseEarly(outgoing, isOfSpans ? earlyInForm(incoming, refusal) : refusal);
      incoming.resume();
    } else {
      if (admission.token !== null) {
        this.#newcomers.know(incoming.socket);
      }
      this.#tokens.set(incoming, admission.token);
      void this.#carry(incoming, outgoing);
    }
  }
}
