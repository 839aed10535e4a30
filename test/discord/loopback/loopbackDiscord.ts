import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { commandsShape, DiscordFault, taken } from './faults';
import { Gateway } from './gateway';
import { Interactions } from './interactions';
import { Channels, readSent, type SentBody } from './messages';
import { type Answered, type Person, snowflake } from './records';

/** The application that the bot belongs to, the server of Discord where it is, the channel where it announces. */
export const application = '100000000000000001';
export const guild = '200000000000000002';
export const channel = '300000000000000003';

/** Discord on this machine: REST and gateway, as far as the library and a person use them. */
export class LoopbackDiscord {
  readonly token: string;
  readonly gateway: Gateway;
  readonly channels = new Channels([channel]);
  /** Every request: method and path. */
  readonly requests: string[] = [];
  /** Commands as they were registered last, by where they hold. */
  readonly commands = new Map<string, readonly string[]>();
  readonly #server: Server;
  readonly #interactions: Interactions;
  readonly #files = new Map<string, string>();
  /** Whether files are refused as too large. */
  refuseFiles = false;
  #limited = 0;

  private constructor(token: string, heartbeatMs: number) {
    this.token = token;
    this.gateway = new Gateway({
      ...{ token, application, heartbeatMs },
      url: () => `ws://127.0.0.1:${this.#port}`,
    });
    this.#interactions = new Interactions(application, guild, (event, data) =>
      this.gateway.dispatch(event, data),
    );
    this.#server = createServer((request, response) => void this.#answer(request, response));
    this.#server.on('upgrade', (request, socket, head) => this.gateway.take(request, socket, head));
  }

  static async open(token: string, { heartbeatMs = 250 } = {}): Promise<LoopbackDiscord> {
    const made = new LoopbackDiscord(token, heartbeatMs);
    await new Promise<void>((resolve) => made.#server.listen(0, '127.0.0.1', resolve));
    return made;
  }

  get api(): string {
    return `http://127.0.0.1:${this.#port}/api`;
  }

  /** Somebody uses a command. */
  command(
    person: Person,
    name: string,
    options: Readonly<Record<string, string | number | boolean>> = {},
    more: { readonly file?: { readonly name: string; readonly text: string }; readonly id?: string } = {},
  ): Promise<Answered> {
    const given = Object.entries(options).map(([option, value]) => ({
      name: option,
      value,
      type: typeof value === 'string' ? 3 : typeof value === 'number' ? 4 : 5,
    }));
    const attached = more.file === undefined ? undefined : this.#attach(more.file);
    return this.#interactions.send(
      person,
      2,
      {
        ...{ id: snowflake(), name, type: 1 },
        options: [
          ...given,
          ...(attached === undefined ? [] : [{ name: 'file', type: 11, value: attached.id }]),
        ],
        ...(attached === undefined ? {} : { resolved: { attachments: { [attached.id]: attached } } }),
      },
      more.id,
    );
  }

  /** Somebody presses a button. */
  press(person: Person, custom_id: string, id?: string): Promise<Answered> {
    return this.#interactions.send(person, 3, { custom_id, component_type: 2 }, id);
  }

  /** Somebody chooses from a menu. */
  choose(person: Person, custom_id: string, values: readonly string[]): Promise<Answered> {
    return this.#interactions.send(person, 3, { custom_id, component_type: 3, values });
  }

  /** Somebody sends a form. */
  submit(person: Person, custom_id: string, reason: string): Promise<Answered> {
    const component = { type: 4, id: 2, custom_id: 'reason', value: reason };
    return this.#interactions.send(person, 5, { custom_id, components: [{ type: 18, id: 1, component }] });
  }

  /** Tells the bot of the last interaction once more, as Discord may after a resumption. */
  repeatLast(): void {
    this.#interactions.repeatLast();
  }

  /** The next so many messages are answered with a rate limit first. */
  limitNext(count: number): void {
    this.#limited = count;
  }

  async close(): Promise<void> {
    this.gateway.close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  get #port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  #attach({ name, text }: { readonly name: string; readonly text: string }) {
    const id = snowflake();
    this.#files.set(id, text);
    const url = `http://127.0.0.1:${this.#port}/attachments/${id}`;
    return { id, filename: name, size: Buffer.byteLength(text), url, proxy_url: url };
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').split('?')[0] ?? '';
    this.requests.push(`${request.method} ${path}`);
    try {
      const bytes = Buffer.concat(await request.toArray());
      const sent = await readSent(request.headers['content-type'] ?? '', bytes);
      const file = this.#files.get(path.replace('/attachments/', ''));
      if (file !== undefined) {
        response.writeHead(200).end(file);
        return;
      }
      const body = this.#routed(`${request.method} ${path.replace('/api/v10', '')}`, request, sent);
      if (body === undefined) {
        response.writeHead(204).end();
        return;
      }
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    } catch (error) {
      const fault = error instanceof DiscordFault ? error : new DiscordFault(500, 0, String(error));
      const headers = fault.status === 429 ? { 'retry-after': '0.05', 'x-ratelimit-scope': 'user' } : {};
      response
        .writeHead(fault.status, { 'content-type': 'application/json', ...headers })
        .end(JSON.stringify(fault.body));
    }
  }

  #routed(route: string, { headers }: IncomingMessage, sent: SentBody): unknown {
    const [verb = '', path = ''] = route.split(' ');
    const [, noun, first = '', second = '', third = ''] = path.split('/');
    if (verb === 'POST' && noun === 'interactions') {
      this.#interactions.answer(second, sent);
      return undefined;
    }
    if (this.refuseFiles && sent.files.length > 0) {
      throw new DiscordFault(413, 40005, 'Request entity too large');
    }
    if (verb === 'PATCH' && noun === 'webhooks') {
      return withAuthor(this.#interactions.edit(second, sent));
    }
    if (headers.authorization !== `Bot ${this.token}`) {
      throw new DiscordFault(401, 0, '401: Unauthorized');
    }
    switch (`${verb} ${noun}`) {
      case 'GET gateway':
        return this.#gatewayInformation();
      case 'GET applications':
        return { id: application, name: 'Holdpoint of a test' };
      case 'PUT applications':
        return this.#register(second === 'guilds' ? third : 'everywhere', sent.body);
      case 'GET channels':
      case 'POST channels':
      case 'PATCH channels':
        return this.#channel(verb, first, third, sent);
      default:
        throw new DiscordFault(404, 0, `404: Not Found: ${route}`);
    }
  }

  #gatewayInformation(): object {
    const session_start_limit = { total: 1000, remaining: 999, reset_after: 0, max_concurrency: 1 };
    return { url: `ws://127.0.0.1:${this.#port}`, shards: 1, session_start_limit };
  }

  #register(where: string, body: unknown): unknown {
    const commands = taken(commandsShape, body);
    this.commands.set(
      where,
      commands.map(({ name }) => name),
    );
    return commands.map((command) => ({ ...command, id: snowflake(), application_id: application }));
  }

  #channel(verb: string, id: string, message: string, sent: SentBody): unknown {
    if (verb === 'GET') {
      this.channels.refuseUnknown(id);
      return { id, type: 0, name: 'approvals', guild_id: guild };
    }
    if (this.#limited > 0) {
      this.#limited -= 1;
      throw new DiscordFault(429, 0, 'You are being rate limited.', { retry_after: 0.05, global: false });
    }
    return withAuthor(
      verb === 'POST' ? this.channels.create(id, sent) : this.channels.edit(id, message, sent),
    );
  }
}

function withAuthor(message: object): object {
  return { ...message, channel_id: channel, author: { id: application, bot: true }, embeds: [] };
}
