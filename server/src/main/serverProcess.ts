import { userInfo } from 'node:os';
import { join } from 'node:path';
import { AppError } from '#protocol/errors';
import type { Caller } from '#protocol/methods';
import { connectedEditors } from '../adapters/editors/connectedEditors';
import { editorModels } from '../adapters/editors/editorModels';
import { type Composition, compose } from '../compose';
import type { ServerInfo } from '../runtime/context';
import { workingRuns } from '../runtime/handlers/server';
import type { Courier } from '../runtime/webhooks/courier';
import type { HttpToken } from '../transports/http/gate/tokens';
import { openSocketDoor, type SocketDoor } from '../transports/socket';
import { LazyHttp } from './http/lazyHttp';
import { languageOpener } from './openLanguage';
import { Restriction } from './restriction';
import type { ServerHost } from './serverHost';
import { socketPath } from './socketPath';
import { Whereabouts } from './state/whereabouts';
import { exportRuns } from './telemetry/exportRuns';
import { watchIdle } from './timers/idle';
import { startUpkeep } from './timers/upkeep';
import { doorTokens } from './tokens/doorTokens';
import { tellWebhooks } from './webhooks/tellWebhooks';

/** How long clients get to take what is queued for them when the server ends. */
const doorGraceMs = 1000;
/** After this the process ends whatever still hangs. */
const stopLimitMs = 5000;
/** The answer to `server/stop` goes out before its door closes. */
const answerMs = 50;

/** The one server of a workspace, from an empty process that holds the lock to its end. */
export class ServerProcess {
  readonly #host: ServerHost;
  readonly #socket: string;
  readonly #whereabouts: Whereabouts;
  #parts: Composition | undefined;
  #door: SocketDoor | undefined;
  readonly #http = new LazyHttp();
  #stopWatching: () => void = () => {};
  #endExport: (withinMs: number) => Promise<void> = async () => {};
  #stopUpkeep: () => void = () => {};
  #courier: Courier | undefined;
  #isStopping = false;
  readonly #restriction: Restriction;
  #takingUp: Promise<void> | undefined;
  #isTakenUp = false;

  constructor(host: ServerHost) {
    this.#host = host;
    this.#socket = socketPath(host.root);
    this.#whereabouts = new Whereabouts(host, this.#socket);
    this.#restriction = new Restriction(host.isRestricted);
  }

  /** Composes, recovers, listens, and only then says where. */
  async start(): Promise<void> {
    const host = this.#host;
    const { root, state, log, version, secrets } = host;
    this.#whereabouts.erase();
    const parts = await compose({
      root,
      state,
      storeWorker: join(host.bundleFolder, 'storeWorker.cjs'),
      queryWorker: join(host.bundleFolder, 'queryWorker.cjs'),
      settings: secrets.settings,
      redactor: secrets.redactor,
      server: this.#info(),
      restriction: this.#restriction,
      environment: host.environment,
      repository: host.repository ?? 'sqlite',
      ...(host.queryLimits && { queryLimits: host.queryLimits }),
      editors: connectedEditors(() => this.#door?.unsaved() ?? new Set()),
      models: editorModels((method, params, signal) => this.#askEditor(method, params, signal)),
    });
    this.#parts = parts;
    if (this.#restriction.isLifted) {
      await this.#takeUp(parts);
    }
    this.#door = await openSocketDoor({
      path: this.#socket,
      desk: { handlers: parts.handlers, log },
      greeter: {
        token: secrets.token,
        actor: `user:${userInfo().username}`,
        version,
        pid: process.pid,
        root,
        onTrust: () => this.#trust(parts),
      },
      openLanguage: languageOpener(parts, { version, log }),
      listen: (listener) => parts.context.bus.listen(listener),
    });
    if (host.port === 0 && !host.outside) {
      this.#whereabouts.say(this.#http.url);
      void this.#openHttp(parts).catch((error: unknown) =>
        log.error('there is no HTTP door', { error: String(error) }),
      );
    } else {
      await this.#openHttp(parts);
    }
    this.#endExport = exportRuns({ env: process.env, ...parts, bus: parts.context.bus, log });
    this.#stopUpkeep = startUpkeep(parts.context, (error) => this.#fault(error));
    this.#stopWatching = watchIdle({
      idleMs: host.idleMs,
      isBusy: async () => host.isHeld() || (await this.#isBusy(parts)),
      onIdle: () => void this.stop('nobody needs it'),
    });
    log.info('the server listens', { root, socket: this.#socket, pid: process.pid, version });
  }

  /** Opens the door of HTTP and says where it is. */
  async #openHttp({ handlers, context }: Composition): Promise<void> {
    const { log, accessLog, port, outside = null, secrets } = this.#host;
    const actor = `user:${userInfo().username}`;
    await this.#http.open({
      desk: { handlers, log },
      port,
      outside,
      tokens: doorTokens({
        ...{ actor, log },
        token: secrets.apiToken ?? secrets.token,
        spanToken: secrets.spanToken,
        file: this.#host.state.tokens,
      }),
      listen: (listener) => context.bus.listen(listener),
      callerOf: (token) => this.#httpCaller(token),
      accessLog,
    });
    if (!this.#isStopping) {
      this.#whereabouts.say(this.#http.url);
    }
  }

  /** A request over HTTP never tells that its person trusts the workspace; until the record is at rest it only looks. */
  #httpCaller(token: HttpToken | null): Caller {
    const { actor, role } = token ?? { actor: 'system', role: 'viewer' as const };
    const base = { actor, source: 'http', client_message_id: null } as const;
    return this.#isTakenUp ? { ...base, role } : { ...base, role: 'viewer', limit: 'untrusted_workspace' };
  }

  /** Ends in order: door, store, children, then the files that say where it was. Never takes longer than its limit. */
  async stop(reason: string, code = 0): Promise<void> {
    if (this.#isStopping) {
      return;
    }
    this.#isStopping = true;
    this.#host.log.info('the server ends', { reason });
    const limit = setTimeout(() => this.#leave(1), stopLimitMs);
    this.#stopWatching();
    this.#stopUpkeep();
    try {
      await Promise.all([this.#door?.close(doorGraceMs), this.#http.close(doorGraceMs)]);
      await this.#endExport(doorGraceMs);
      await this.#courier?.stop();
      await this.#parts?.close();
    } catch (error) {
      this.#host.log.error('the server did not end cleanly', { error: String(error) });
    }
    clearTimeout(limit);
    this.#leave(code);
  }

  /**
   * Ends at once after a fault nobody caught; the record says at the next start where each run stood. A server that
   * is ending already goes on with that: it has a limit of its own.
   */
  crash(error: unknown, message = 'a fault ended the server'): void {
    const stack = error instanceof Error ? error.stack : String(error);
    this.#host.log.error(message, { stack });
    if (!this.#isStopping) {
      this.#leave(1);
    }
  }

  #leave(code: number): void {
    this.#whereabouts.erase();
    try {
      this.#host.lock.release();
    } catch (error) {
      this.#host.log.warning('the lock could not be released', { error: String(error) });
    }
    this.#host.exit(code);
  }

  /** The first caller with trust has come: what was kept back is done now, once. */
  async #trust(parts: Composition): Promise<void> {
    if (!this.#restriction.isLifted) {
      this.#host.log.info('the workspace is trusted from now on');
      this.#restriction.lift();
      this.#takingUp = this.#takeUp(parts).catch((error: unknown) => this.crash(error));
    }
    await this.#takingUp;
  }

  /** Hides the state folder from git, brings the record to rest, and tells of it what nobody was told yet. */
  async #takeUp({ context, recover }: Composition): Promise<void> {
    await context.ports.git.excludeState();
    await recover();
    const { state, log } = this.#host;
    this.#courier = tellWebhooks(context, { file: state.webhooks, log });
    this.#isTakenUp = true;
  }

  async #isBusy(parts: Composition): Promise<boolean> {
    const { lock } = this.#host;
    if (!lock.isHeld()) {
      await this.stop('its lock is gone, with its folder or to another server', 1);
    }
    lock.beat();
    const isUsed = this.#clients() > 0 || this.#http.takeUse() || this.#courier?.isBusy() === true;
    return isUsed || (await workingRuns(parts.context)) > 0;
  }

  async #askEditor(method: string, params: unknown, signal: AbortSignal): Promise<unknown> {
    if (this.#door === undefined) {
      throw new AppError('SERVER_UNREACHABLE', 'no editor is connected that offers this');
    }
    return await this.#door.ask('models', { method, params, signal });
  }

  #clients(): number {
    return this.#door?.clients() ?? 0;
  }

  #info(): ServerInfo {
    return {
      version: this.#host.version,
      pid: process.pid,
      startedMs: Date.now(),
      clients: () => this.#clients(),
      stop: () => void setTimeout(() => void this.stop('asked to'), answerMs),
      fault: (error) => this.#fault(error),
      spanReceiver: () => {
        const { url } = this.#http;
        return url === null ? null : { url, token: this.#host.secrets.spanToken };
      },
    };
  }

  /** While the server ends, runs break off by design: the next start takes them up. */
  #fault(error: unknown): void {
    const stack = error instanceof Error ? error.stack : String(error);
    if (this.#isStopping) {
      this.#host.log.info('a run broke off with the server', { reason: String(error) });
    } else {
      this.#host.log.error('a fault of ours', { stack });
    }
  }
}
