import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { snowflake } from './records';

interface Sent {
  readonly op: number;
  readonly d: unknown;
  readonly s: number | null;
  readonly t: string | null;
}

/** A session of the gateway: everything that was dispatched in it, to be told again when it is resumed. */
interface Session {
  readonly id: string;
  readonly dispatched: Sent[];
  socket: WebSocket | undefined;
}

/** Discord's gateway: hello, heartbeats, identify, ready, resume, sessions that are not known any more. */
export class Gateway {
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #token: string;
  readonly #application: string;
  readonly #url: () => string;
  readonly #heartbeatMs: number;
  #session: Session | undefined;
  #isRefusing = false;
  identifies = 0;
  resumes = 0;
  heartbeats = 0;

  constructor(options: {
    readonly token: string;
    readonly application: string;
    readonly url: () => string;
    readonly heartbeatMs: number;
  }) {
    this.#token = options.token;
    this.#application = options.application;
    this.#url = options.url;
    this.#heartbeatMs = options.heartbeatMs;
  }

  take(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#server.handleUpgrade(request, socket, head, (client) => this.#greet(client));
  }

  /** Tells the bot of something; one that is away hears of it when it resumes. */
  dispatch(t: string, d: unknown): void {
    const session = this.#session;
    if (session === undefined) {
      throw new Error('no bot has ever logged in');
    }
    const sent = { op: 0, d, s: session.dispatched.length + 1, t };
    session.dispatched.push(sent);
    session.socket?.send(JSON.stringify(sent));
  }

  /** Whether the bot is connected and has been let in. */
  get isReady(): boolean {
    return this.#session?.socket !== undefined;
  }

  /** Cuts the connection with a code, as Discord does when it restarts or sends somebody away. */
  cut(code: number): void {
    const socket = this.#session?.socket;
    if (this.#session !== undefined) {
      this.#session.socket = undefined;
    }
    socket?.close(code);
  }

  /** Asks the bot to come back. */
  askToReconnect(): void {
    this.#session?.socket?.send(JSON.stringify({ op: 7, d: null, s: null, t: null }));
  }

  /** Forgets the session, so that the bot must identify anew. */
  forgetSession(): void {
    this.#session?.socket?.send(JSON.stringify({ op: 9, d: false, s: null, t: null }));
    this.#session = undefined;
  }

  /** From now on the token is no longer good. */
  refuse(): void {
    this.#isRefusing = true;
  }

  close(): void {
    for (const client of this.#server.clients) {
      client.terminate();
    }
    this.#server.close();
  }

  #greet(client: WebSocket): void {
    client.send(JSON.stringify({ op: 10, d: { heartbeat_interval: this.#heartbeatMs }, s: null, t: null }));
    client.on('message', (data) =>
      this.#hear(client, JSON.parse(String(data)) as { op: number; d: unknown }),
    );
    client.on('close', () => {
      if (this.#session?.socket === client) {
        this.#session.socket = undefined;
      }
    });
  }

  #hear(client: WebSocket, { op, d }: { op: number; d: unknown }): void {
    if (op === 1) {
      this.heartbeats += 1;
      client.send(JSON.stringify({ op: 11, d: null, s: null, t: null }));
    } else if (op === 2) {
      this.#identify(client, d as { token: string });
    } else if (op === 6) {
      this.#resume(client, d as { token: string; session_id: string; seq: number });
    }
  }

  #identify(client: WebSocket, { token }: { token: string }): void {
    if (token !== this.#token || this.#isRefusing) {
      client.close(4004, 'Authentication failed.');
      return;
    }
    this.identifies += 1;
    this.#session = { id: `session-${snowflake()}`, dispatched: [], socket: client };
    this.dispatch('READY', {
      v: 10,
      user: { id: this.#application, username: 'holdpoint', discriminator: '0', bot: true },
      guilds: [],
      session_id: this.#session.id,
      resume_gateway_url: this.#url(),
      application: { id: this.#application, flags: 0 },
    });
  }

  #resume(
    client: WebSocket,
    { token, session_id, seq }: { token: string; session_id: string; seq: number },
  ): void {
    const session = this.#session;
    if (token !== this.#token || this.#isRefusing) {
      client.close(4004, 'Authentication failed.');
      return;
    }
    if (session === undefined || session.id !== session_id) {
      client.send(JSON.stringify({ op: 9, d: false, s: null, t: null }));
      return;
    }
    this.resumes += 1;
    session.socket = client;
    for (const missed of session.dispatched.filter(({ s }) => s !== null && s > seq)) {
      client.send(JSON.stringify(missed));
    }
    this.dispatch('RESUMED', {});
  }
}
